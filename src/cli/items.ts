import type { Day } from '#domain/dates.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Item } from '#domain/fields.ts'
import { formatDueTime, type LocalCalendar, formatPast, formatDay } from './date-format.ts'
import type { Piece, Style } from './style.ts'
import type { TableColumn } from './table.ts'

/** The columns of `itemRow`: details give way first, then the title. */
export const ITEM_COLUMNS: TableColumn[] = [
  {},
  {},
  { shrinkOrder: 2, minWidth: 16 },
  {},
  { shrinkOrder: 1, minWidth: 12 },
]

type RowItem = Item & { occurrence?: true }

/** The cells of an item: id, priority, title, date, and details. */
export function itemRow(item: RowItem, here: LocalCalendar, inProject?: string): Piece[] {
  const closed = !isOpen(item)
  const title = { text: item.title, style: closed ? ('dim' as const) : undefined }
  return [
    item.id,
    priorityPiece(item),
    title,
    whenPiece(item, here),
    { text: details(item, here.today, inProject).join(' · '), style: 'dim' },
  ]
}

export function priorityPiece({ priority }: { priority: number }): Piece {
  return { text: `P${priority}`, style: PRIORITY_STYLES[priority] }
}

const PRIORITY_STYLES: Record<number, Style | undefined> = { 1: 'red', 2: 'yellow', 5: 'dim' }

function whenPiece(item: RowItem, here: LocalCalendar): Piece {
  const { today, dayOf } = here
  if (item.status === 'canceled') return { text: 'canceled', style: 'dim' }
  if (item.status === 'done')
    return { text: item.done_at ? `done ${formatPast(dayOf(item.done_at), today)}` : 'done', style: 'dim' }
  if (item.occurrence) return { text: 'again', style: 'dim' }
  if (!item.due) return ''
  if (hasPassed(item, here)) return { text: `${item.at} passed`, style: 'yellow' }
  return { text: formatDueTime(item.due, item.at, today), style: item.due < today ? 'red' : undefined }
}

/** Whether the time has passed of what is due today: it is not overdue before the day ends. */
const hasPassed = ({ due, at }: RowItem, { today, time }: LocalCalendar): boolean =>
  due === today && at !== null && at < time

/** The time of an item under a heading that says its day. */
export function timePiece(item: RowItem, here: LocalCalendar): Piece {
  if (item.occurrence) return { text: item.at ? `${item.at} again` : 'again', style: 'dim' }
  if (hasPassed(item, here)) return whenPiece(item, here)
  return item.at ?? ''
}

/** What lists show of an item besides title and due date. */
export function details(item: Item, today: Day, inProject?: string): string[] {
  const parts: (string | null | false)[] = [
    item.status === 'doing' && (item.bought_on ? `bought ${formatPast(item.bought_on, today)}` : 'doing'),
    item.recipient && `for ${item.recipient}`,
    item.occasion,
    item.project !== inProject && item.project,
    item.feature,
    item.tags.map((tag) => `#${tag}`).join(' '),
    item.estimate !== null && estimatePhrase(item.estimate),
    item.budget !== null && formatMoney(item.budget),
    item.every && everyPhrase(item.every),
  ]
  return parts.filter((one): one is string => Boolean(one))
}

/** `$50`, `$19.90` */
export function formatMoney(amount: number): string {
  return `$${Number.isInteger(amount) ? amount : amount.toFixed(2)}`
}

/** An item on one line: `t-1f3a  File taxes · due 2 Dec · #money`. */
export function itemLine(item: Item, today: Day): Piece[] {
  const due = item.due
    ? [`due ${item.due < today ? formatDay(item.due, today) : formatDueTime(item.due, item.at, today)}`]
    : []
  const priority = item.priority === 3 ? [] : [`P${item.priority}`]
  const more = [...priority, ...due, ...details(item, today)]
  return [`${item.id}  ${item.title}`, { text: more.map((one) => ` · ${one}`).join(''), style: 'dim' }]
}

/** `t-1f3a  File taxes` */
export function idAndTitle({ id, title }: { id: string; title: string }): string {
  return `${id}  ${title}`
}
