import { estimatePhrase } from '#domain/estimates.ts'
import { TrackError } from '#domain/errors.ts'
import { type FieldsInput, hasField, type Item, SETTABLE_FIELDS, type SettableField } from '#domain/fields.ts'
import { KIND } from '#domain/kinds.ts'
import { emptyToNull, parseNames, parseTags } from './fields.ts'
import { parsePriority } from './options.ts'

type FormField = Exclude<SettableField, 'notes'>

const FENCE = '---'

/** An item as Markdown for an editor: its fields as front matter, a line each, then the notes. */
export function toForm(item: Item): string {
  const fields = fieldNames(item).map((name) => `${name}: ${formatValue(item, name)}`.trimEnd())
  return [
    FENCE,
    `# ${item.id}, ${KIND[item.kind].one}. ` +
      'Change what you like, then save and close; nothing changed means nothing is done.',
    '# An empty value clears the field. Dates and intervals may be words: next fri, in 2 weeks, every 3 months.',
    ...fields,
    FENCE,
    '',
    item.notes ?? '',
  ]
    .join('\n')
    .replace(/\n*$/, '\n')
}

/**
 * The changed fields of an edited form. Throws `conflict` for a line that is no field, and where the line that ends the
 * fields is gone, since what is notes could not be told.
 */
export function parseForm(item: Item, form: string): FieldsInput {
  const lines = form
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
  const { begin, end } = fencesIn(lines)
  const changes = changedFields(item, lines, begin + 1, end)
  const notes = withoutBlankEnds(lines.slice(end + 1).join('\n'))
  if (notes !== withoutBlankEnds(item.notes ?? '')) changes.notes = notes || null
  return changes
}

const withoutBlankEnds = (text: string) => text.replace(/^\n+/, '').trimEnd()

/** The lines between which the fields stand. */
function fencesIn(lines: readonly string[]): { begin: number; end: number } {
  const isFence = (line: string) => line.trimEnd() === FENCE
  const begin = lines.findIndex((line) => line.trim())
  const end = lines.findIndex((line, i) => i > begin && isFence(line))
  if (begin >= 0 && isFence(lines[begin]!) && end >= 0) return { begin, end }
  throw new TrackError('conflict', `the fields stand between two lines of ${FENCE}, and one of them is gone`)
}

function changedFields(item: Item, lines: readonly string[], begin: number, end: number): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (let i = begin; i < end; i++) {
    const line = lines[i]!
    if (!line.trim() || line.startsWith('#')) continue
    const [, name = '', value = ''] = /^\s*(\w+)\s*:(.*)$/.exec(line) ?? []
    if (!fieldNames(item).includes(name as FormField))
      throw new TrackError('conflict', `line ${i + 1} is no field of ${KIND[item.kind].one}: ${line.trim()}`)
    if (value.trim() !== formatValue(item, name as FormField))
      changes[name] = parseValue(name as FormField, value.trim())
  }
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
  if (name === 'turns') return parseNames(text)
  return name === 'tags' ? parseTags(text) : emptyToNull(text)
}
