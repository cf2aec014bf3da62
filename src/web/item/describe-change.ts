import type { Change } from '#contract/types.ts'
import { type Day, daysBetween } from '#domain/dates.ts'
import { changedFields } from '#domain/entities.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/intervals.ts'
import type { Item } from '#domain/fields.ts'
import { KIND } from '#domain/kinds.ts'
import { formatCount, formatMoney } from '#web/format/amounts.ts'
import { formatDay } from '#web/format/days.ts'
import { capitalise, formatList } from '#web/format/text.ts'

export interface Names {
  today: Day
  project(slug: string): string
  feature(id: string): string
}

const CLIENT_PHRASES: Record<string, string> = {
  cli: 'from the CLI',
  web: 'from the web',
  mcp: 'through MCP',
  import: 'from an import',
  api: 'through the API',
  local: 'on the server itself',
}
const FIELD_NAMES: Partial<Record<keyof Item, string>> = {
  every: 'Repeats',
  last_done: 'Last done',
  project: 'Project',
  feature: 'Feature',
  estimate: 'Estimate',
  recipient: 'Recipient',
  occasion: 'Occasion',
  budget: 'Budget',
}
/** What follows from other fields, or is told by the verb. */
const UNMENTIONED: readonly (keyof Item)[] = [
  'id',
  'anchor',
  'done_at',
  'next',
  'bought_on',
  'created_at',
  'status',
  'kind',
]

export const clientPhrase = (client: string): string => CLIENT_PHRASES[client] ?? `from ${client}`

/** What a write did to one item, as a sentence without its end. */
export function describeChange(change: Change, id: string, names: Names): string {
  const difference = change.items?.find((one) => one.id === id)
  if (!difference) return change.op === 'batch.run' || change.op === 'order.set' ? 'Moved' : 'Changed'
  const { before, after } = difference
  if (!before) return describeAddition(change)
  if (!after) return describeRemoval(change)
  const fields = changedFields(before, after)
  const parts = [
    describeStatusChange(before, after, change.op, names),
    ...fields
      .filter((field) => !UNMENTIONED.includes(field))
      .map((field) => describeFieldChange(field, before, after, change.op, names)),
  ].filter((words) => words !== null)
  return parts.length
    ? parts.map((words, n) => (n ? words.charAt(0).toLowerCase() + words.slice(1) : words)).join(', ')
    : fields.length
      ? 'Changed'
      : 'Moved in its list'
}

function describeAddition({ op, items }: Change): string {
  const from = op === 'items.convert' ? items?.find(({ before, after }) => before && !after)?.before : undefined
  if (from) return `Made from ${KIND[from.kind].one}`
  return op === 'items.done' ? 'Added, as the one before was done' : 'Added'
}

function describeRemoval({ op, items }: Change): string {
  const to = op === 'items.convert' ? items?.find(({ before, after }) => !before && after)?.after : undefined
  return to ? `Made into ${KIND[to.kind].one}` : 'Removed'
}

function describeStatusChange(before: Item, after: Item, op: string, { today }: Names): string | null {
  if (before.kind === 'chore' && op.endsWith('done') && after.last_done && before.last_done !== after.last_done)
    return 'Done'
  if (op === 'items.skip') return `Skipped to ${formatDay(after.due!, today)}`
  if (!before.bought_on && after.bought_on && after.status !== 'done') return 'Bought'
  if (before.status === after.status) return null
  if (after.status === 'done') return after.kind === 'gift' ? 'Given' : 'Done'
  return { doing: 'Started', canceled: 'Canceled', todo: 'Reopened' }[after.status]
}

function describeFieldChange(field: keyof Item, before: Item, after: Item, op: string, names: Names): string | null {
  const follows = op === 'items.skip' || (before.kind === 'chore' && op.endsWith('done'))
  if (follows && (field === 'due' || field === 'last_done')) return null
  if (field === 'title') return `Renamed from “${before.title}”`
  if (field === 'priority') return `Priority ${before.priority} → ${after.priority}`
  if (field === 'due') return describeDueChange(before.due, after.due, names.today)
  if (field === 'tags') return describeTagChange(before.tags, after.tags)
  if (field === 'notes' || field === 'url') return describeLongChange(field, before[field], after[field])
  const name = FIELD_NAMES[field] ?? capitalise(field.replaceAll('_', ' '))
  const [was, is] = [describeValue(field, before, names), describeValue(field, after, names)]
  if (!is) return `${name} taken away`
  return was ? `${name} ${was} → ${is}` : `${name} ${is}`
}

/** Notes and links are not repeated: they may be long. */
function describeLongChange(field: 'notes' | 'url', was: string | null, is: string | null): string {
  const name = field === 'notes' ? 'Notes' : 'Link'
  if (!was) return field === 'notes' ? 'Notes written' : 'Link set'
  return is ? `${name} changed` : `${name} removed`
}

function describeValue(field: keyof Item, item: Item, { today, project, feature }: Names): string | null {
  const value = item[field]
  if (value === null) return null
  if (field === 'every') return everyPhrase(String(value))
  if (field === 'last_done') return formatDay(String(value), today)
  if (field === 'estimate') return estimatePhrase(Number(value))
  if (field === 'budget') return formatMoney(Number(value))
  if (field === 'project') return project(String(value))
  return field === 'feature' ? feature(String(value)) : String(value)
}

function describeDueChange(was: Day | null, is: Day | null, today: Day): string {
  if (!is) return 'Due date taken away'
  if (!was) return `Due ${formatDay(is, today)}`
  const days = daysBetween(was, is)
  const length = Math.abs(days)
  if (length > 62) return `Due ${formatDay(was, today)} → ${formatDay(is, today)}`
  return `Due moved ${days < 0 ? 'back ' : ''}by ${describeSpan(length)}`
}

function describeSpan(days: number): string {
  const one = { 1: 'a day', 7: 'a week' }[days]
  return one ?? (days % 7 === 0 ? formatCount(days / 7, 'week') : formatCount(days, 'day'))
}

function describeTagChange(was: readonly string[], is: readonly string[]): string {
  const words = (tags: readonly string[]) => formatList(tags.map((tag) => `#${tag}`))
  const added = is.filter((tag) => !was.includes(tag))
  const gone = was.filter((tag) => !is.includes(tag))
  return (
    [
      added.length && `Tagged ${words(added)}`,
      gone.length && `${added.length ? 'no longer' : 'No longer'} ${words(gone)}`,
    ]
      .filter(Boolean)
      .join(', ') || 'Tags put in order'
  )
}
