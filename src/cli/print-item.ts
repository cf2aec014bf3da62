import type { Day } from '#domain/dates.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { isOpen } from '#domain/statuses.ts'
import { type FieldName, fieldOf, type Item, LINE_FIELDS, type LineField } from '#domain/fields.ts'
import type { Cli } from './cli.ts'
import { formatDue, formatPast, formatDay } from './date-format.ts'
import { formatMoney, priorityPiece } from './items.ts'
import type { Piece } from './style.ts'
import { cleanLines } from './text.ts'

/** Prints all fields of an item. */
export async function printItem(cli: Cli, item: Item): Promise<void> {
  cli.out.line(`${item.id}  `, { text: item.title, style: 'bold' })
  const rows = rowsOf(item, cli.today(), cli.formatInstant)
  await cli.out.table(
    [{}, {}, { shrinkOrder: 1 }],
    rows.map(([name, value]) => ['', { text: name, style: 'dim' }, value]),
  )
  if (item.notes) for (const line of ['', ...cleanLines(item.notes)]) cli.out.line(line)
}

type Row = [name: string, value: Piece | null | undefined]
/** Fields that stand above or below the rows, or in that of another field. */
type WithoutRow = 'id' | 'title' | 'at' | 'notes' | 'anchor' | 'revision'

function lineRows(item: Item): Record<LineField, Row> {
  const rows = LINE_FIELDS.map((name) => [name, [fieldOf(name).label.toLowerCase(), item[name]]])
  return { ...(Object.fromEntries(rows) as Record<LineField, Row>), recipient: ['for', item.recipient] }
}

/** `2 Dec 15:00 (tomorrow)`, without the bracket where it is closed. */
function duePiece(item: Item, today: Day): Piece | null {
  if (!item.due) return null
  const text = [formatDay(item.due, today), item.at].filter(Boolean).join(' ')
  if (!isOpen(item)) return text
  return { text: `${text} (${formatDue(item.due, today)})`, style: item.due < today ? 'red' : undefined }
}

function rowsOf(item: Item, today: Day, at: (instant: string) => string): [string, Piece][] {
  const day = (one: Day) => formatDay(one, today)
  const rows: Record<Exclude<FieldName, WithoutRow>, Row> = {
    kind: ['kind', item.kind],
    status: ['status', item.status],
    priority: ['priority', priorityPiece(item)],
    due: ['due', duePiece(item, today)],
    every: ['every', item.every && everyPhrase(item.every) + (item.anchor ? `, counted from ${day(item.anchor)}` : '')],
    last_done: ['last done', item.last_done && `${day(item.last_done)} (${formatPast(item.last_done, today)})`],
    estimate: ['estimate', item.estimate === null ? null : estimatePhrase(item.estimate)],
    tags: ['tags', item.tags.map((tag) => `#${tag}`).join(' ')],
    project: ['project', item.project],
    feature: ['feature', item.feature],
    ...lineRows(item),
    budget: ['budget', item.budget === null ? null : formatMoney(item.budget)],
    url: ['url', item.url],
    bought_on: ['bought', item.bought_on && day(item.bought_on)],
    next: ['next', item.next],
    created_at: ['added', at(item.created_at)],
    updated_at: ['changed', item.updated_at === item.created_at ? null : at(item.updated_at)],
    done_at: [item.status === 'canceled' ? 'canceled' : 'done', item.done_at && at(item.done_at)],
  }
  return Object.values(rows).filter((row): row is [string, Piece] => Boolean(row[1]))
}
