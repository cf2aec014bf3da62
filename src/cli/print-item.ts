import type { Day } from '#domain/dates.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/intervals.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Item } from '#domain/fields.ts'
import type { Cli } from './cli.ts'
import { formatDue, formatPast, formatDay } from './date-format.ts'
import { formatMoney, priorityPiece } from './items.ts'
import type { Piece } from './style.ts'
import { cleanLines } from './text.ts'

/** Prints all fields of an item. */
export async function printItem(cli: Cli, item: Item): Promise<void> {
  cli.out.line(`${item.id}  `, { text: item.title, style: 'bold' })
  const rows = fieldsOf(item, cli.today(), cli.formatInstant)
  await cli.out.table(
    [{}, {}, { shrinkOrder: 1 }],
    rows.map(([name, value]) => ['', { text: name, style: 'dim' }, value]),
  )
  if (item.notes) for (const line of ['', ...cleanLines(item.notes)]) cli.out.line(line)
}

function fieldsOf(item: Item, today: Day, at: (instant: string) => string): [string, Piece][] {
  const { due } = item
  const day = (one: Day) => formatDay(one, today)
  const late = due !== null && due < today && isOpen(item)
  const rows: [string, Piece | null | undefined][] = [
    ['kind', item.kind],
    ['status', item.status],
    ['priority', priorityPiece(item)],
    [
      'due',
      due && {
        text: isOpen(item) ? `${day(due)} (${formatDue(due, today)})` : day(due),
        style: late ? 'red' : undefined,
      },
    ],
    ['every', item.every && everyPhrase(item.every) + (item.anchor ? `, counted from ${day(item.anchor)}` : '')],
    ['last done', item.last_done && `${day(item.last_done)} (${formatPast(item.last_done, today)})`],
    ['estimate', item.estimate === null ? null : estimatePhrase(item.estimate)],
    ['tags', item.tags.map((tag) => `#${tag}`).join(' ')],
    ['project', item.project],
    ['feature', item.feature],
    ['for', item.recipient],
    ['occasion', item.occasion],
    ['budget', item.budget === null ? null : formatMoney(item.budget)],
    ['url', item.url],
    ['bought', item.bought_on && day(item.bought_on)],
    ['next', item.next],
    ['added', at(item.created_at)],
    ['changed', item.updated_at === item.created_at ? null : at(item.updated_at)],
    [item.status === 'canceled' ? 'canceled' : 'done', item.done_at && at(item.done_at)],
  ]
  return rows.filter((row): row is [string, Piece] => Boolean(row[1]))
}
