import type { Day } from '#domain/dates.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Item } from '#domain/fields.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import type { DateFormat } from './date-format.ts'
import type { Piece, Style } from './style.ts'
import type { TableColumn } from './table.ts'

/** The columns of `itemRow`: title and details share what is left; details, date, priority give way in this order. */
export const ITEM_COLUMNS: TableColumn[] = [
  {},
  { dropOrder: 3 },
  { share: 2, minWidth: 12 },
  { dropOrder: 2 },
  { share: 1, minWidth: 12, dropOrder: 1 },
]

export type RowItem = ItemInSpace & { occurrence?: true }

export interface RowContext {
  dates: DateFormat
  /** Where an id leads, as it is printed. */
  addressOf?: ((id: string) => string) | undefined
  /** What stands before its id: `home/`. */
  prefix?: string
  /** The project that the list is of, and the feature that is in its heading. */
  project?: string
  feature?: string
  /** The day that the list has in its heading. */
  day?: Day
}

/** The cells of an item for people: id, priority, title, date, and details. */
export function itemRow(item: RowItem, context: RowContext): Piece[] {
  const style = isOpen(item) ? undefined : 'dim'
  return [
    idPiece((context.prefix ?? '') + item.id, context.addressOf),
    priorityPiece(item),
    { text: item.title, style },
    context.day ? timePiece(item, context.dates) : whenPiece(item, context.dates),
    { text: [...progress(item, context.dates), ...details(item, context)].join(' · '), style: 'dim' },
  ]
}

/** The cells of an item for programs: id, priority, title, due date, status, and details. */
export function pipedRow(item: RowItem, { dates, project, day, prefix = '' }: RowContext): Piece[] {
  const { id, title, status } = item
  const due = day ?? item.due
  const more = details(item, { dates, project }).join(' · ')
  return [prefix + id, priorityPiece(item), title, due ? dates.due(due, item.at) : '', status, more]
}

/** An id that leads to the item's place in the page. */
export const idPiece = (id: string, addressOf: RowContext['addressOf']): Piece =>
  addressOf ? { text: id, link: addressOf(id) } : id

export function priorityPiece({ priority }: { priority: number }): Piece {
  return { text: `P${priority}`, style: PRIORITY_STYLES[priority] }
}

const PRIORITY_STYLES: Record<number, Style | undefined> = { 1: 'red', 2: 'yellow', 5: 'dim' }

function whenPiece(item: Item, dates: DateFormat): Piece {
  const { today, dayOf, past, due } = dates
  if (item.status === 'canceled') return { text: 'canceled', style: 'dim' }
  if (item.status === 'done') return { text: item.done_at ? `done ${past(dayOf(item.done_at))}` : 'done', style: 'dim' }
  if (!item.due) return ''
  if (hasPassed(item, dates)) return { text: `${item.at} passed`, style: 'yellow' }
  return { text: due(item.due, item.at), style: item.due < today ? 'red' : undefined }
}

/** Whether the time has passed of what is due today: it is not overdue before the day ends. */
const hasPassed = ({ due, at }: Item, { today, time }: DateFormat): boolean => due === today && at !== null && at < time

/** The time of an item under a heading that says its day. */
function timePiece(item: RowItem, dates: DateFormat): Piece {
  if (item.occurrence) return { text: item.at ? `${item.at} again` : 'again', style: 'dim' }
  if (hasPassed(item, dates)) return whenPiece(item, dates)
  return item.at ?? ''
}

/** What lists show of an item that is in progress. */
function progress({ status, bought_on }: Item, dates: DateFormat): string[] {
  if (status !== 'doing') return []
  return [bought_on ? `bought ${dates.past(bought_on)}` : 'doing']
}

/** What lists show of an item besides title, due date and status. */
function details(item: Item, { dates, project, feature }: Omit<RowContext, 'addressOf' | 'day'>): string[] {
  const parts: (string | null | false)[] = [
    item.done_at && item.done_by && `by ${item.done_by}`,
    item.assigned && `assigned to ${item.assigned}`,
    item.recipient && `for ${item.recipient}`,
    item.occasion,
    item.project !== project && item.project,
    item.feature !== feature && item.feature,
    item.tags.map((tag) => `#${tag}`).join(' '),
    item.estimate !== null && estimatePhrase(item.estimate),
    item.budget !== null && dates.money(item.budget),
    item.every && everyPhrase(item.every),
  ]
  return parts.filter((one): one is string => Boolean(one))
}

/** An item on one line: `t-1f3a  File taxes · due 2 Dec · #money`. */
export function itemLine(item: Item, dates: DateFormat): Piece[] {
  const due = item.due ? [`due ${item.due < dates.today ? dates.day(item.due) : dates.due(item.due, item.at)}`] : []
  const priority = item.priority === 3 ? [] : [`P${item.priority}`]
  const more = [...priority, ...due, ...progress(item, dates), ...details(item, { dates })]
  return [`${item.id}  ${item.title}`, { text: more.map((one) => ` · ${one}`).join(''), style: 'dim' }]
}

/** `t-1f3a  File taxes` */
export function idAndTitle({ id, title }: { id: string; title: string }): string {
  return `${id}  ${title}`
}
