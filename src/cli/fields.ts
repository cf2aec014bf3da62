import type { FieldType } from '#domain/field-types.ts'
import { fieldOf, type FieldsInput, SETTABLE_FIELDS } from '#domain/fields.ts'
import { TURN_RULES } from '#domain/turns.ts'
import { splitList } from '#domain/typed-text.ts'
import { FEATURES, MEMBERS, type Option, PROJECTS, TAGS } from './command.ts'
import { parseFlag } from './flags.ts'
import { type OptionValues, parsePriority, textOption, UsageError } from './options.ts'

const FLAGS = SETTABLE_FIELDS.flatMap((name) => {
  const { type, flag } = fieldOf(name)
  return flag ? [{ name, type, flag, property: parseFlag(flag.name).property }] : []
})

const FIELD_CHOICES: Partial<Record<FieldType, string[]>> = {
  tags: [TAGS],
  project: [PROJECTS],
  feature: [FEATURES],
  priority: ['1', '2', '3', '4', '5'],
  member: [MEMBERS],
  members: [MEMBERS],
  turnRule: [...TURN_RULES],
}

/** The flags of add and edit, in the order of their help. */
export const FIELD_OPTIONS: Option[] = FLAGS.map(({ type, flag }) => ({
  flags: flag.name,
  description: flag.help,
  ...((type === 'tags' || type === 'members') && { repeatable: true }),
  choices: FIELD_CHOICES[type],
}))

/** The flag that sets a field, and its property among parsed options; undefined for a field without one. */
export function flagOfField(field: string): { flag: string; property: string } | undefined {
  const found = FLAGS.find(({ name }) => name === field)
  return found && { flag: parseFlag(found.flag.name).names.at(-1)!, property: found.property }
}

/** Types whose text the server parses, including `none`; for others `none` is converted to null here. */
const SERVER_PARSED: readonly FieldType[] = ['date', 'pastDate', 'time', 'interval', 'minutes', 'money']

/** The fields that flags set. Dates, intervals and times stay as typed. */
export function fieldsOf(flags: OptionValues): FieldsInput {
  const fields: Record<string, unknown> = {}
  for (const { name, type, property } of FLAGS) {
    const text = textOption(flags, property)
    if (text !== undefined) fields[name] = parseValue(type, text)
  }
  return fields
}

function parseValue(type: FieldType, text: string): unknown {
  if (type === 'priority') return parsePriority(text)
  if (type === 'tags') return parseTags(text)
  if (type === 'members') return parseNames(text)
  return SERVER_PARSED.includes(type) ? text : emptyToNull(text)
}

/** Names separated by commas; null for an empty text and `none`. */
export const parseNames = (text: string): string[] | null => (emptyToNull(text) === null ? null : splitList(text))

/** The text; null if it is empty or `none`. */
export function emptyToNull(text: string): string | null {
  return /^\s*(?:none)?\s*$/i.test(text) ? null : text
}

/**
 * Tags separated by commas, with or without `#`; none for an empty text and `none`. Throws UsageError for `+a` and
 * `-a`, which other programs take for changes.
 */
export function parseTags(text: string): string[] {
  if (emptyToNull(text) === null) return []
  const tags = text.split(',').map((tag) => tag.trim())
  const change = tags.find((tag) => /^[+-]/.test(tag))
  if (change)
    throw new UsageError(
      `--tags sets all tags, and "${change}" is none`,
      'To change some of them: track edit ID --add-tag TAG --remove-tag TAG',
    )
  return tags.map(bareTag).filter(Boolean)
}

/** A tag without its `#`. */
export const bareTag = (tag: string): string => tag.replace(/^#/, '')
