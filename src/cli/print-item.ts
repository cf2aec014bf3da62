import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { isOpen } from '#domain/statuses.ts'
import { type FieldName, fieldOf, type Item, LINE_FIELDS, type LineField } from '#domain/fields.ts'
import { itemAddresses, type Cli, learnCurrency, learnSpaces } from './cli.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import type { DateFormat } from './date-format.ts'
import { idPiece, priorityPiece } from './items.ts'
import type { Piece } from './style.ts'
import { cleanLines } from './text.ts'

/** Prints all fields of an item: for programs a name and a value a line, and notes below `--`. */
export async function printItem(cli: Cli, item: ItemInSpace): Promise<void> {
  const { out } = cli
  await learnCurrency(cli, item)
  const prefix = (await learnSpaces(cli, [item]))(item)
  const rows = rowsOf({ ...item, next: item.next && prefix + item.next }, cli.dates(), out.isTerminal)
  if (out.isTerminal) out.line(idPiece(prefix + item.id, itemAddresses(cli)), '  ', { text: item.title, style: 'bold' })
  await (out.isTerminal
    ? out.table(
        [{}, {}, { whole: true }],
        rows.map(([name, value]) => ['', { text: name, style: 'dim' }, value]),
      )
    : out.table([{}, {}], [['id', prefix + item.id], ['title', item.title], ...rows]))
  if (item.notes) for (const line of [out.isTerminal ? '' : '--', ...cleanLines(item.notes)]) out.line(line)
}

type Row = [name: string, value: Piece | null | undefined]
/** Fields that stand above or below the rows, or in that of another field. */
type WithoutRow = 'id' | 'title' | 'at' | 'notes' | 'anchor' | 'revision'

function lineRows(item: Item): Record<LineField, Row> {
  const rows = LINE_FIELDS.map((name) => [name, [fieldOf(name).label.toLowerCase(), item[name]]])
  return { ...(Object.fromEntries(rows) as Record<LineField, Row>), recipient: ['for', item.recipient] }
}

/** `2 Dec 15:00 (tomorrow)`, without the bracket where it is closed. */
function duePiece(item: Item, dates: DateFormat, inWords: boolean): Piece | null {
  if (!item.due) return null
  if (!inWords) return dates.due(item.due, item.at)
  const text = [dates.day(item.due), item.at].filter(Boolean).join(' ')
  if (!isOpen(item)) return text
  return { text: `${text} (${dates.due(item.due)})`, style: item.due < dates.today ? 'red' : undefined }
}

function rowsOf(item: Item, dates: DateFormat, inWords: boolean): [string, Piece][] {
  const { day, instant } = dates
  const rows: Record<Exclude<FieldName, WithoutRow>, Row> = {
    kind: ['kind', item.kind],
    status: ['status', item.status],
    priority: ['priority', priorityPiece(item)],
    due: ['due', duePiece(item, dates, inWords)],
    every: ['every', item.every && everyPhrase(item.every) + (item.anchor ? `, counted from ${day(item.anchor)}` : '')],
    last_done: [
      'last done',
      item.last_done && day(item.last_done) + (inWords ? ` (${dates.past(item.last_done)})` : ''),
    ],
    estimate: ['estimate', item.estimate === null ? null : estimatePhrase(item.estimate)],
    tags: ['tags', item.tags.map((tag) => `#${tag}`).join(' ')],
    project: ['project', item.project],
    feature: ['feature', item.feature],
    ...lineRows(item),
    budget: ['budget', item.budget === null ? null : dates.money(item.budget)],
    url: ['url', item.url && { text: item.url, link: item.url }],
    assigned: ['assigned', item.assigned],
    turns: ['turns', item.turns?.join(', ')],
    turn_rule: ['turn rule', item.turn_rule],
    done_by: ['done by', item.done_by],
    bought_on: ['bought', item.bought_on && day(item.bought_on)],
    next: ['next', item.next],
    created_at: ['added', instant(item.created_at)],
    updated_at: ['changed', item.updated_at === item.created_at ? null : instant(item.updated_at)],
    done_at: [item.status === 'canceled' ? 'canceled' : 'done', item.done_at && instant(item.done_at)],
  }
  return Object.values(rows).filter((row): row is [string, Piece] => Boolean(row[1]))
}
