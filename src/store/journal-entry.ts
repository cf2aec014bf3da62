import type { Instant } from '#domain/dates.ts'
import type { JournalRow } from './schema.ts'

/** A write, without its differences. */
export interface JournalEntry extends Omit<JournalRow, 'part' | 'at' | 'differences'> {
  at: Instant
  /** The name of the operation. */
  op: string
}

/** Left out of the names of operations: most writes are of items. */
const ITEMS = 'items.'

/** The columns of a journal row for what an entry says. */
export const rowOf = <Entry extends JournalEntry>(entry: Entry) => ({
  ...entry,
  at: Date.parse(entry.at),
  op: entry.op.startsWith(ITEMS) ? entry.op.slice(ITEMS.length) : entry.op,
})

export const entryOf = (row: Omit<JournalRow, 'part' | 'differences'>): JournalEntry => ({
  ...row,
  at: new Date(row.at).toISOString(),
  op: opOf(row),
})

/** The name of the operation that a row is of. */
export const opOf = ({ op }: Pick<JournalRow, 'op'>): string => (op.includes('.') ? op : ITEMS + op)
