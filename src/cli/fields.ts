import type { FieldType } from '#domain/field-types.ts'
import { fieldOf, type FieldsInput, SETTABLE_FIELDS } from '#domain/fields.ts'
import type { Option } from './command.ts'
import { parseFlag } from './flags.ts'
import { type OptionValues, parsePriority, textOption } from './options.ts'

const FLAGS = SETTABLE_FIELDS.flatMap((name) => {
  const { type, flag } = fieldOf(name)
  return flag ? [{ name, type, flag, property: parseFlag(flag.name).property }] : []
})

/** The flags of add and edit, in the order of their help. */
export const FIELD_OPTIONS: Option[] = FLAGS.map(({ type, flag }) => ({
  flags: flag.name,
  description: flag.help,
  ...(type === 'tags' && { repeatable: true }),
}))

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
  return SERVER_PARSED.includes(type) ? text : emptyToNull(text)
}

/** The text; null if it is empty or `none`. */
export function emptyToNull(text: string): string | null {
  return /^\s*(?:none)?\s*$/i.test(text) ? null : text
}

/** Tags separated by commas, with or without `#`; none for an empty text and `none`. */
export function parseTags(text: string): string[] {
  return emptyToNull(text) === null
    ? []
    : text
        .split(',')
        .map((tag) => tag.trim().replace(/^#/, ''))
        .filter(Boolean)
}
