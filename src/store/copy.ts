import { type Selectable, sql } from 'kysely'
import { TrackError } from '#domain/errors.ts'
import type { Engine } from './engine.ts'
import { itemOf } from './item-rows.ts'
import { insertItems } from './items.ts'
import { runSteps } from './run-steps.ts'
import type { Db, ItemRow, Tables } from './schema.ts'

/**
 * Every table with its key, ordered so that referenced rows are copied first. Items are read by `seq`, their insertion
 * order; the target assigns its own values.
 */
const TABLES = [
  ['spaces', ['space_id']],
  ['space_counter', ['last_number']],
  ['users', ['id']],
  ['keys', ['hash']],
  ['shared_spaces', ['name']],
  ['memberships', ['space_id', 'user_id']],
  ['projects', ['space_id', 'slug']],
  ['features', ['space_id', 'id']],
  ['items', ['space_id', 'seq']],
  ['imported_ids', ['space_id', 'id']],
  ['journal', ['space_id', 'revision', 'part']],
  ['journal_entities', ['space_id', 'entity_id', 'revision', 'part']],
  ['answers', ['space_id', 'scope', 'key']],
] as const satisfies readonly (readonly [keyof Tables, readonly string[]])[]

type StoredRow = Record<string, string | number | null>
export type CopyProgress = (table: string, rows: number) => void

/** Rows per batch: small enough for 64 KiB of notes in each. */
const BATCH_SIZE = 200

/**
 * Copies all tables to an empty database and compares the two row by row, in one transaction. Nothing may write to the
 * source meanwhile. Throws `conflict` if the target holds users, `internal` if a row differs.
 */
export async function copyAll(source: Db, target: Engine, progress: CopyProgress = () => {}): Promise<void> {
  await target.write('schema', async (db) => {
    if (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) {
      throw new TrackError('conflict', 'the target is not empty: it holds users', { hint: 'Name an empty database.' })
    }
    for (const [table, key] of TABLES) {
      let copied = 0
      for await (const rows of batches(source, table, key)) {
        await (table === 'items' ? copyItems(target, db, rows) : db.insertInto(table).values(rows).execute())
        copied += rows.length
        if (table !== 'space_counter') progress(table, copied)
      }
      await verifyCopy(source, db, table, key)
    }
  })
}

/** Throws `conflict` if the database holds tables that are not Track's. */
export async function refuseForeign(target: Engine): Promise<void> {
  const names = (await target.read.introspection.getTables()).map(({ name }) => name)
  if (!names.length || names.includes('schema_version')) return
  throw new TrackError(
    'conflict',
    `the target is not empty: it holds ${names.length === 1 ? 'a table' : `${names.length} tables`}`,
    { hint: 'Name an empty database.' },
  )
}

async function copyItems(target: Engine, db: Db, rows: StoredRow[]): Promise<void> {
  for (const row of rows as unknown as Selectable<ItemRow>[])
    await runSteps(insertItems(target, db, row.space_id, [itemOf(row)]))
}

async function verifyCopy(source: Db, target: Db, table: keyof Tables, key: readonly string[]): Promise<void> {
  const copies = readRows(target, table, key)
  for await (const row of readRows(source, table, key)) {
    const { value: copy } = await copies.next()
    if (!copy || !isSameRow(row, copy))
      throw new TrackError('internal', `a row of ${table} was not copied as it is`, {
        hint: 'Nothing was kept in the target. Please report this.',
      })
  }
  if (!(await copies.next()).done) throw new TrackError('internal', `${table} holds more than was copied`)
}

const isSameRow = (a: StoredRow, b: StoredRow) =>
  Object.keys({ ...a, ...b }).every((column) => column === 'seq' || a[column] === b[column])

async function* readRows(db: Db, table: keyof Tables, key: readonly string[]): AsyncGenerator<StoredRow, undefined> {
  for await (const rows of batches(db, table, key)) yield* rows
  return undefined
}

async function* batches(db: Db, table: keyof Tables, key: readonly string[]): AsyncGenerator<StoredRow[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  let after: StoredRow | undefined
  for (;;) {
    const beyond = after ? sql`where (${columns}) > (${sql.join(key.map((column) => after![column]))})` : sql``
    const { rows } = await sql<StoredRow>`
      select * from ${sql.table(table)} ${beyond} order by ${columns} limit ${sql.lit(BATCH_SIZE)}
    `.execute(db)
    if (rows.length) yield rows
    if (rows.length < BATCH_SIZE) return
    after = rows.at(-1)
  }
}
