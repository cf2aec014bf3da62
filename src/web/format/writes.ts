import type { EntityChange, FieldChange, PastVerb, WriteDescription } from '#contract/sentences.ts'
import type { Day } from '#domain/dates.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { KIND } from '#domain/kinds.ts'
import { formatDuration, formatMoney } from './amounts.ts'
import { capitalise, formatList } from './text.ts'

/** How a view writes days, and what it calls projects and features. */
export interface ValueFormats {
  day(day: Day): string
  project(slug: string): string
  feature(id: string): string
}

/** Before a title, where the verb's own form does not do. */
const VERBS: Partial<Record<PastVerb, string>> = { done: 'Done:', given: 'Gave' }
const CLIENTS: Record<string, string> = {
  web: 'the web page',
  cli: 'the command line',
  mcp: 'MCP',
  import: 'an import',
  api: 'the API',
  local: 'the server itself',
}

/** `by the command line`. */
export const formatClient = (client: string): string => `by ${CLIENTS[client] ?? client}`

/** What stands before the titles: `Added`, `Changed the project`, `Done 3 items`, `Set the time zone`. */
export function formatLead({ verb, subjects: [subject], object }: WriteDescription): string {
  if (object) return `${capitalise(verb)} ${object}`
  const lead = VERBS[verb] ?? capitalise(verb)
  return !subject || subject.entity === 'item' ? lead : `${lead} the ${subject.entity}`
}

/** What stands after the title of one: ` to a gift`, `, priority 3 → 1`. */
export function formatDetail({ subjects: [subject], object }: WriteDescription, formats: ValueFormats): string {
  if (!subject || object) return ''
  return formatKind(subject) + subject.fields.map((change) => `, ${formatInSentence(change, formats)}`).join('')
}

/** A toast, with new values alone: `Done: “File taxes”`, `Changed “Lamp”: P1, due Tomorrow`, `Skipped 3 items`. */
export function formatToast(description: WriteDescription, formats: ValueFormats): string {
  const { subjects, object } = description
  const [first] = subjects
  const lead = formatLead(description)
  if (!first) return lead
  const values = first.fields.map((change) =>
    change.type === 'priority' ? `P${String(change.after)}` : formatInSentence({ ...change, before: null }, formats),
  )
  const subject = object ? '' : ` “${first.title}”${formatKind(first)}`
  return `${lead}${subject}${values.length ? `: ${values.join(', ')}` : ''}`
}

const formatKind = ({ converted }: EntityChange): string => (converted ? ` to ${KIND[converted.to].one}` : '')

const formatInSentence = (change: FieldChange, formats: ValueFormats): string =>
  startSmall(formatFieldChange(change, formats))

/** With a small first letter, as inside a sentence. */
export const startSmall = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** `Priority 3 → 1`, `Due 2 Dec`, `Estimate removed`; text that may be long is not repeated. */
export function formatFieldChange({ label, type, before, after }: FieldChange, formats: ValueFormats): string {
  if (type === 'title') return before === null ? 'Renamed' : `Renamed from “${formatValue(type, before, formats)}”`
  if (type === 'tags') return formatTagChange((before ?? []) as string[], after as string[])
  if (after === null) return type === 'member' ? 'Assigned to nobody' : `${label} removed`
  if (type === 'text' || type === 'url') return `${label} ${before ? 'changed' : 'added'}`
  const value = formatValue(type, after, formats)
  return before === null ? `${label} ${value}` : `${label} ${formatValue(type, before, formats)} → ${value}`
}

function formatValue(
  type: FieldChange['type'],
  value: NonNullable<FieldChange['after']>,
  { day, project, feature }: ValueFormats,
): string {
  if (type === 'date' || type === 'pastDate') return day(String(value))
  if (type === 'interval') return everyPhrase(String(value))
  if (type === 'minutes') return formatDuration(Number(value))
  if (type === 'money') return formatMoney(Number(value))
  if (type === 'members') return (value as string[]).join(', then ')
  if (type === 'turnRule') return value === 'next' ? 'in order' : 'who did least'
  if (type === 'project') return project(String(value))
  return type === 'feature' ? feature(String(value)) : String(value)
}

function formatTagChange(before: readonly string[], after: readonly string[]): string {
  const words = (tags: readonly string[]) => formatList(tags.map((tag) => `#${tag}`))
  const added = after.filter((tag) => !before.includes(tag))
  const gone = before.filter((tag) => !after.includes(tag))
  const parts = [added.length && `tagged ${words(added)}`, gone.length && `no longer ${words(gone)}`].filter(Boolean)
  return capitalise(parts.join(', ')) || 'Tags put in order'
}
