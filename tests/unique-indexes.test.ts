import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Engine } from '#store/engine.ts'
import { type Database, postgresDatabase, sqliteDatabase } from '#testing/databases.ts'

/** Tables that no space owns: a distributed PostgreSQL has a copy of them on every node. */
const WITHOUT_SPACE = new Set(['users', 'keys', 'shared_spaces', 'memberships', 'space_counter', 'schema_version'])
const SQLITE_FULL_TEXT = /^items_text(_|$)/

interface UniqueIndex {
  table: string
  name: string
  columns: string[]
}

/** Without the rowid of SQLite's tables, which is no index; nor its tables behind the full-text index. */
async function sqliteIndexes({ read }: Engine): Promise<UniqueIndex[]> {
  const { rows } = await sql<{ table: string; name: string; column: string }>`
    select t.name as "table", i.name as "name", c.name as "column"
    from pragma_table_list t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
    where t.type = 'table' and t.name not like 'sqlite_%' and i."unique" order by t.name, i.name, c.seqno
  `.execute(read)
  const indexes = new Map<string, UniqueIndex>()
  for (const { table, name, column } of rows) {
    const index = indexes.get(name) ?? { table, name, columns: [] }
    indexes.set(name, { ...index, columns: [...index.columns, column] })
  }
  return [...indexes.values()]
}

async function postgresIndexes({ read }: Engine): Promise<UniqueIndex[]> {
  const { rows } = await sql<UniqueIndex>`
    select indrelid::regclass::text as "table", indexrelid::regclass::text as "name",
      array(select attname::text from pg_attribute where attrelid = indexrelid order by attnum) as "columns"
    from pg_index join pg_class on pg_class.oid = indrelid
    where indisunique and relnamespace = current_schema::regnamespace
  `.execute(read)
  return rows
}

describe.each([
  { name: 'SQLite', open: sqliteDatabase, indexesOf: sqliteIndexes },
  { name: 'PostgreSQL', open: postgresDatabase, indexesOf: postgresIndexes },
] as { name: string; open(): Promise<Database>; indexesOf: typeof sqliteIndexes }[])(
  'on $name every unique index',
  ({ open, indexesOf }) => {
    const start = async () => {
      const { nodes, remove } = await open()
      onTestFinished(remove)
      return nodes[0]
    }
    const withoutSpace = async (engine: Engine) =>
      (await indexesOf(engine))
        .filter(({ table, columns }) => !WITHOUT_SPACE.has(table) && !columns.includes('space_id'))
        .map(({ table, name }) => `${name} of ${table}`)

    it('contains the space, except of tables that no space owns', async () => {
      const engine = await start()
      expect(await withoutSpace(engine)).toEqual([])
      const tables = (await engine.read.introspection.getTables()).filter(({ name }) => !SQLITE_FULL_TEXT.test(name))
      const ownerless = tables.filter(({ columns }) => !columns.some(({ name }) => name === 'space_id'))
      expect(ownerless.map(({ name }) => name).toSorted()).toEqual(['schema_version', 'space_counter'])
    })

    it('that does not is named', async () => {
      const engine = await start()
      await engine.write(
        'schema',
        async (db) => void (await sql`create unique index items_by_title on items (title)`.execute(db)),
      )
      expect(await withoutSpace(engine)).toEqual(['items_by_title of items'])
    })
  },
)
