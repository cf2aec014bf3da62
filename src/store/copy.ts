import { type Insertable, sql } from 'kysely'
import { TrackError } from '#domain/errors.ts'
import type { Engine } from './engine.ts'
import type { Db, ItemRow, Tables } from './schema.ts'

/** Every table with its key, in an order in which each row finds what it refers to. `seq`, which a database counts for itself, stands for the order in which items came. */
const TABLES = [
  ['users', ['id']],
  ['keys', ['hash']],
  ['projects', ['user_id', 'slug']],
  ['features', ['user_id', 'id']],
  ['items', ['seq']],
  ['id_counters', ['user_id', 'prefix']],
  ['imported_ids', ['user_id', 'id']],
  ['journal', ['user_id', 'revision']],
  ['journal_differences', ['user_id', 'revision', 'entity', 'entity_id']],
  ['answers', ['user_id', 'scope', 'key']],
] as const satisfies readonly (readonly [keyof Tables, readonly string[]])[]

type Row = Record<string, string | number | null>
export type Progress = (table: string, rows: number) => void

/** Few enough for 64 KiB of notes in each. */
const STRETCH = 200

/** Copies everything from one database, which must stand still meanwhile, to an empty one, and compares the two row by row; all or nothing. */
export async function copyAll(source: Db, target: Engine, progress: Progress = () => {}): Promise<void> {
  await target.write('schema', async (db) => {
    if (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) {
      throw new TrackError('conflict', 'the target is not empty: it holds users', { hint: 'Name an empty database.' })
    }
    for (const [table, key] of TABLES) {
      let copied = 0
      for await (const rows of stretches(source, table, key)) {
        await (table === 'items' ? putItems(target, db, rows) : db.insertInto(table).values(rows).execute())
        progress(table, (copied += rows.length))
      }
      await compare(source, db, table, key)
    }
  })
}

/** Refuses a database that holds anything but Track's own tables. */
export async function refuseForeign(target: Engine): Promise<void> {
  const names = (await target.read.introspection.getTables()).map(({ name }) => name)
  if (!names.length || names.includes('schema_version')) return
  throw new TrackError(
    'conflict',
    `the target is not empty: it holds ${names.length === 1 ? 'a table' : `${names.length} tables`}`,
    { hint: 'Name an empty database.' },
  )
}

async function putItems(target: Engine, db: Db, rows: Row[]): Promise<void> {
  const items = rows.map(({ seq: _, ...item }) => item) as unknown as Insertable<ItemRow>[]
  for (const item of items) await db.insertInto('items').values(item).execute()
  await target.text.put(
    db,
    items.map(({ user_id: userId, id, title, notes = null, tags, project = null }) => ({
      userId,
      id,
      title,
      notes,
      tags: JSON.parse(tags) as string[],
      project,
    })),
  )
}

async function compare(source: Db, target: Db, table: keyof Tables, key: readonly string[]): Promise<void> {
  const copies = rowsOf(target, table, key)
  for await (const row of rowsOf(source, table, key)) {
    const { value: copy } = await copies.next()
    if (!copy || !same(row, copy))
      throw new TrackError('internal', `a row of ${table} was not copied as it is`, {
        hint: 'Nothing was kept in the target. Please report this.',
      })
  }
  if (!(await copies.next()).done) throw new TrackError('internal', `${table} holds more than was copied`)
}

const same = (a: Row, b: Row) =>
  Object.keys({ ...a, ...b }).every((column) => column === 'seq' || a[column] === b[column])

async function* rowsOf(db: Db, table: keyof Tables, key: readonly string[]): AsyncGenerator<Row, undefined> {
  for await (const rows of stretches(db, table, key)) yield* rows
  return undefined
}

async function* stretches(db: Db, table: keyof Tables, key: readonly string[]): AsyncGenerator<Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  let after: Row | undefined
  for (;;) {
    const beyond = after ? sql`where (${columns}) > (${sql.join(key.map((column) => after![column]))})` : sql``
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} ${beyond} order by ${columns} limit ${sql.lit(STRETCH)}`.execute(
        db,
      )
    if (rows.length) yield rows
    if (rows.length < STRETCH) return
    after = rows.at(-1)
  }
}
