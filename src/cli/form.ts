import { estimatePhrase } from '#domain/estimates.ts'
import { TrackError } from '#domain/errors.ts'
import { type FieldsInput, hasField, type Item, SETTABLE_FIELDS, type SettableField } from '#domain/fields.ts'
import { KIND } from '#domain/kinds.ts'
import { emptyToNull, parseTags } from './fields.ts'
import { parsePriority } from './options.ts'

type FormField = Exclude<SettableField, 'notes'>

const NOTES = '--- notes (Markdown) from the next line on ---'

/** An item as text for an editor: one line per field of its kind, then the notes. */
export function toForm(item: Item): string {
  const fields = fieldNames(item).map((name) => `${name}: ${formatValue(item, name)}`.trimEnd())
  return [
    `# ${item.id}, ${KIND[item.kind].one}. ` +
      'Change what you like, then save and close; nothing changed means nothing is done.',
    '# An empty value clears the field. Dates and intervals may be words: next fri, in 2 weeks, every 3 months.',
    ...fields,
    NOTES,
    item.notes ?? '',
  ]
    .join('\n')
    .replace(/\n*$/, '\n')
}

/** The changed fields of an edited form. Throws `conflict` for a line that is no field. */
export function parseForm(item: Item, form: string): FieldsInput {
  const lines = form.replace(/\r\n?/g, '\n').split('\n')
  const end = lines.findIndex((line) => line.startsWith('---'))
  const changes: Record<string, unknown> = {}
  for (const [i, line] of (end < 0 ? lines : lines.slice(0, end)).entries()) {
    if (!line.trim() || line.startsWith('#')) continue
    const [, name = '', value = ''] = /^\s*(\w+)\s*:(.*)$/.exec(line) ?? []
    if (!fieldNames(item).includes(name as FormField))
      throw new TrackError('conflict', `line ${i + 1} is no field of ${KIND[item.kind].one}: ${line.trim()}`)
    if (value.trim() !== formatValue(item, name as FormField))
      changes[name] = parseValue(name as FormField, value.trim())
  }
  if (end < 0) return changes
  const notes = lines
    .slice(end + 1)
    .join('\n')
    .trimEnd()
  if (notes !== (item.notes ?? '').trimEnd()) changes.notes = notes || null
  return changes
}

function fieldNames({ kind }: Item): FormField[] {
  return SETTABLE_FIELDS.filter((name): name is FormField => name !== 'notes' && hasField(kind, name))
}

function formatValue(item: Item, name: FormField): string {
  const value = item[name]
  if (value === null) return ''
  if (Array.isArray(value)) return value.join(', ')
  return name === 'estimate' ? estimatePhrase(Number(value)) : String(value)
}

function parseValue(name: FormField, text: string): unknown {
  if (name === 'title') return text
  if (name === 'priority') return parsePriority(text)
  return name === 'tags' ? parseTags(text) : emptyToNull(text)
}
