import type { Day } from '#domain/dates.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { FIELD_NAMES, type FieldName } from '#domain/fields.ts'
import { itemAddresses, type Cli, learnCurrency, learnSpaces } from './cli.ts'
import type { Option } from './command.ts'
import type { DateFormat } from './date-format.ts'
import { idPiece, ITEM_COLUMNS, itemRow, pipedRow, type RowContext, type RowItem } from './items.ts'
import { filterOption, listOption, type OptionValues, UsageError } from './options.ts'
import { similarNames } from './similar-names.ts'
import type { Piece } from './style.ts'
import type { TableColumn, TableRow } from './table.ts'

/** How a list of items is printed, as its flags say. */
export interface ListStyle {
  fields?: FieldName[]
  quiet: boolean
}

/** A line of a list: an item, or a heading, which only people see. */
export type ListLine = { heading: Piece[] } | (Omit<RowContext, 'dates' | 'addressOf' | 'prefix'> & { item: RowItem })

export const QUIET_OPTION: Option = { flags: '-q, --quiet', description: 'print ids alone' }
export const LIST_OPTIONS: Option[] = [
  { flags: '--fields <names>', description: 'only these fields: id,due,title', repeatable: true, choices: FIELD_NAMES },
  QUIET_OPTION,
]

/** Throws UsageError for an unknown field, and for flags that exclude each other. */
export function listStyle(flags: OptionValues): ListStyle {
  const given = ['fields', 'quiet', 'json'].filter((name) => flags[name] !== undefined)
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')} exclude each other`)
  filterOption(flags, 'fields')
  return { fields: listOption(flags, 'fields')?.map(fieldNamed), quiet: flags.quiet === true }
}

function fieldNamed(text: string): FieldName {
  const name = text.toLowerCase().replaceAll('-', '_')
  if ((FIELD_NAMES as string[]).includes(name)) return name as FieldName
  const near = similarNames(name, FIELD_NAMES)
  throw new UsageError(
    `there is no field "${text}"`,
    near.length ? `Did you mean ${near.join(' or ')}?` : `There are ${FIELD_NAMES.join(', ')}.`,
  )
}

/** Prints items: for people a table, for programs a line of cells each, or what the flags ask for. */
export async function printItems(cli: Cli, lines: ListLine[], { fields, quiet }: ListStyle, day?: Day): Promise<void> {
  const prefixOf = await learnSpaces(
    cli,
    lines.flatMap((line) => ('item' in line ? [line.item] : [])),
  )
  await learnCurrency(cli, lines)
  const dates = cli.dates(day)
  const { out } = cli
  const addressOf = itemAddresses(cli)
  if (quiet) {
    const ids = lines.flatMap((line) => ('item' in line ? [prefixOf(line.item) + line.item.id] : []))
    for (const id of new Set(ids)) out.line(id)
    return
  }
  if (fields) {
    const rows = lines.flatMap((line) =>
      'item' in line
        ? [
            fields.map((name) =>
              fieldPiece({ ...line.item, ...dueOn(line.day) }, name, cli, dates, prefixOf(line.item)),
            ),
          ]
        : [],
    )
    return out.table(fields.map(fieldColumn), rows)
  }
  const row = out.isTerminal ? itemRow : pipedRow
  const rows = lines.map((line): TableRow => {
    if (!('item' in line)) return { heading: line.heading }
    const { item, project, feature, day: headingDay } = line
    return row(item, { dates, addressOf, prefix: prefixOf(item), project, feature, day: headingDay })
  })
  return out.table(ITEM_COLUMNS, rows)
}

const dueOn = (day: string | undefined) => (day ? { due: day } : {})

/** Title, notes and tags may be truncated on a terminal. */
const fieldColumn = (name: FieldName): TableColumn => (/^(?:title|notes|tags|url)$/.test(name) ? { share: 1 } : {})

const DAYS: readonly FieldName[] = ['due', 'anchor', 'last_done', 'bought_on']
const INSTANTS: readonly FieldName[] = ['created_at', 'updated_at', 'done_at']

/** A field as people read it; for programs as in JSON, lists with commas, and nothing for null. */
function fieldPiece(item: RowItem, name: FieldName, cli: Cli, dates: DateFormat, prefix: string): Piece {
  const { out } = cli
  const value = item[name]
  if (value === null) return ''
  if (name === 'id') return idPiece(prefix + item.id, itemAddresses(cli))
  if (name === 'due') return { text: dates.due(String(value)), style: String(value) < dates.today ? 'red' : undefined }
  if (DAYS.includes(name)) return dates.day(String(value))
  if (INSTANTS.includes(name)) return dates.instant(String(value))
  if (name === 'estimate' && out.isTerminal) return estimatePhrase(Number(value))
  return Array.isArray(value) ? value.join(',') : String(value)
}
