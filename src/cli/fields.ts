import type { FieldType } from '#domain/field-types.ts'
import { fieldOf, type FieldsInput, SETTABLE_FIELDS } from '#domain/fields.ts'
import type { Option } from './command.ts'
import { type Flags, priority, words } from './usage.ts'

const FLAGS = SETTABLE_FIELDS.flatMap((name) => {
  const { type, flag } = fieldOf(name)
  return flag ? [{ name, type, flag, property: propertyOf(flag.name) }] : []
})

/** Under which name commander gives a flag's value: `--last-done <date>` as lastDone. */
function propertyOf(flag: string): string {
  return /--([\w-]+)/.exec(flag)![1]!.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** The flags of add and edit, in the order of their help. */
export const FIELD_OPTIONS: Option[] = FLAGS.map(({ type, flag }) => ({
  flags: flag.name,
  says: flag.help,
  ...(type === 'tags' && { several: true }),
}))

/** Types whose words the server reads, `none` included; of the others `none` is read here. */
const READ_BY_SERVER: readonly FieldType[] = ['date', 'pastDate', 'interval', 'minutes', 'money']

/** The fields that flags set; only those that were given. Words for dates, intervals and times stay as typed. */
export function fieldsOf(flags: Flags): FieldsInput {
  const fields: Record<string, unknown> = {}
  for (const { name, type, property } of FLAGS) {
    const text = words(flags, property)
    if (text !== undefined) fields[name] = valueOf(type, text)
  }
  return fields
}

function valueOf(type: FieldType, text: string): unknown {
  if (type === 'priority') return priority(text)
  if (type === 'tags') return tagsOf(text)
  return READ_BY_SERVER.includes(type) ? text : orNull(text)
}

/** A text, or null for an empty one and for `none`. */
export function orNull(text: string): string | null {
  return /^\s*(?:none)?\s*$/i.test(text) ? null : text
}

export function tagsOf(text: string): string[] {
  return orNull(text) === null
    ? []
    : text
        .split(',')
        .map((tag) => tag.trim().replace(/^#/, ''))
        .filter(Boolean)
}
