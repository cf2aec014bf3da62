import { type Kysely, sql } from 'kysely'

type Tables = Record<string, Record<string, string | number | null>>

const DIALECTS = {
  sqlite: { bigint: 'integer', clustered: sql`strict, without rowid` },
  postgres: { bigint: 'bigint', clustered: null },
} as const

export const keepsItems = true

const ROWS_PER_STEP = 2000
const ROWS_PER_INSERT = 100

const COPIED = [
  'space_id',
  'revision',
  'part',
  'client',
  'by',
  'undoes',
  'linked_space',
  'linked_revision',
  'kept',
  'size',
]

interface OldRow {
  revision: number
  part: number
  at: string
  op: string
  differences: string
}
interface OldDifference {
  entity?: string
  id: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}
/** A space whose journal is copied, up to a row; copied_revision is beyond `revision` once it is whole. */
interface Copy {
  space_id: number
  copied_revision: number
  copied_part: number
  /** The space's revision when it began. */
  revision: number
}

/**
 * The journal names fields by letters, and gives instants in milliseconds. Copies it to a new table, in each step some
 * rows; returns how many writes are left.
 */
export async function convert(database: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<number> {
  const db = database.withTables<Tables>()
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'new_journal')) await createTables(db, dialect)
  await forgetStale(db)
  for (let rows = 0; rows < ROWS_PER_STEP;) {
    const copy = await nextCopy(db)
    if (!copy) return 0
    rows += await copyRows(db, copy, ROWS_PER_STEP - rows)
  }
  const { rows } = await sql<{ left: number | string }>`
    select (select coalesce(sum(revision + 2), 0) from spaces)
      - (select coalesce(sum(copied_revision + 1), 0) from journal_copies) as left
  `.execute(db)
  return Math.max(1, Number(rows[0]!.left))
}

/** Puts the new table in the place of the old one. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const db = database.withTables<Tables>()
  await db.schema.dropTable('journal').execute()
  await db.schema.dropTable('journal_copies').execute()
  await db.schema.alterTable('new_journal').renameTo('journal').execute()
  const index = db.schema.createIndex('journal_undoes').on('journal').columns(['space_id', 'undoes'])
  await index.where('undoes', 'is not', null).execute()
}

async function createTables(db: Kysely<Tables>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const { bigint, clustered } = DIALECTS[dialect]
  const journal = db.schema
    .createTable('new_journal')
    .addColumn('space_id', bigint, (c) => c.notNull().references('spaces.space_id').onDelete('cascade'))
    .addColumn('revision', bigint, (c) => c.notNull())
    .addColumn('part', 'integer', (c) => c.notNull())
    .addColumn('at', bigint, (c) => c.notNull())
    .addColumn('client', 'text', (c) => c.notNull())
    .addColumn('by', 'text')
    .addColumn('op', 'text', (c) => c.notNull())
    .addColumn('undoes', bigint)
    .addColumn('linked_space', bigint)
    .addColumn('linked_revision', bigint)
    .addColumn('kept', 'integer', (c) => c.notNull())
    .addColumn('size', bigint, (c) => c.notNull())
    .addColumn('differences', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('journal_by_space', ['space_id', 'revision', 'part'])
  await (clustered ? journal.modifyEnd(clustered) : journal).execute()
  await db.schema
    .createTable('journal_copies')
    .addColumn('space_id', bigint, (c) => c.primaryKey().references('spaces.space_id').onDelete('cascade'))
    .addColumn('revision', bigint, (c) => c.notNull())
    .addColumn('journal_from', bigint, (c) => c.notNull())
    .addColumn('copied_revision', bigint, (c) => c.notNull())
    .addColumn('copied_part', 'integer', (c) => c.notNull())
    .execute()
}

/** Removes the copies of spaces that were written to since, or compacted, as after a visit of an older program. */
async function forgetStale(db: Kysely<Tables>): Promise<void> {
  const stale = sql`select c.space_id from journal_copies c join spaces s on s.space_id = c.space_id
    where s.revision <> c.revision or s.journal_from <> c.journal_from`
  await sql`delete from new_journal where space_id in (${stale})`.execute(db)
  await sql`delete from journal_copies where space_id in (${stale})`.execute(db)
}

/** The space that was begun, or the next one. */
async function nextCopy(db: Kysely<Tables>): Promise<Copy | undefined> {
  const begun = await sql<Copy>`
    select * from journal_copies where copied_revision <= revision order by space_id limit 1
  `.execute(db)
  if (begun.rows.length) return begun.rows[0]
  const added = await sql<Copy>`
    insert into journal_copies (space_id, revision, journal_from, copied_revision, copied_part)
      select space_id, revision, journal_from, -1, 0 from spaces
        where space_id > (select coalesce(max(space_id), -1) from journal_copies) order by space_id limit 1
    returning *
  `.execute(db)
  return added.rows[0]
}

/** Copies the next rows of a space; returns how many, and one for the space itself. */
async function copyRows(db: Kysely<Tables>, copy: Copy, limit: number): Promise<number> {
  const { space_id } = copy
  let copied = 1
  for (let more = true; more && copied < limit;) {
    const rows = (await db
      .selectFrom('journal')
      .where('space_id', '=', space_id)
      .where(sql<boolean>`(revision, part) > (${copy.copied_revision}, ${copy.copied_part})`)
      .selectAll()
      .orderBy('revision')
      .orderBy('part')
      .limit(ROWS_PER_INSERT)
      .execute()) as unknown as OldRow[]
    if (rows.length) await db.insertInto('new_journal').values(rows.map(newRow)).execute()
    copied += rows.length
    more = rows.length === ROWS_PER_INSERT
    const last = rows.at(-1)
    copy.copied_revision = more ? last!.revision : copy.revision + 1
    copy.copied_part = more ? last!.part : 0
  }
  const { copied_revision, copied_part } = copy
  await db
    .updateTable('journal_copies')
    .set({ copied_revision, copied_part })
    .where('space_id', '=', space_id)
    .execute()
  return copied
}

function newRow(row: OldRow): Record<string, string | number | null> {
  const at = Date.parse(row.at)
  const old = row as unknown as Record<string, string | number | null>
  const differences = (JSON.parse(row.differences) as OldDifference[]).map((one) => newDifference(one, at))
  return {
    ...Object.fromEntries(COPIED.map((column) => [column, old[column]!])),
    at,
    op: row.op.replace(/^items\./, ''),
    differences: JSON.stringify(differences),
  }
}

function newDifference({ entity, id, before, after }: OldDifference, at: number): unknown[] {
  const is = after ? stateOf(after, at, entity ? {} : impliedFields(id)) : null
  const was = before ? stateOf(before, at, entity || after ? {} : impliedFields(id)) : null
  return entity ? [id, is, was, entity] : was ? [id, is, was] : [id, is]
}

const KINDS: Record<string, string> = { t: 'todo', c: 'chore', k: 'task', s: 'shopping', g: 'grocery' }
const impliedFields = (id: string) => ({ kind: KINDS[id[0]!], status: 'todo' }) as Record<string, unknown>

const CODES: Record<string, string> = {
  kind: 'k',
  title: 't',
  status: 's',
  priority: 'p',
  due: 'd',
  at: 'a',
  tags: 'g',
  notes: 'n',
  every: 'e',
  anchor: 'h',
  last_done: 'l',
  project: 'P',
  feature: 'f',
  estimate: 'm',
  recipient: 'R',
  occasion: 'O',
  budget: 'b',
  url: 'U',
  assigned: 'A',
  turns: 'T',
  turn_rule: 'L',
  done_by: 'B',
  bought_on: 'G',
  next: 'x',
  created_at: 'c',
  updated_at: 'u',
  done_at: 'D',
  revision: 'r',
  position: 'o',
  type: 'y',
}

/** The codes of a state's fields as one word, then their values, but for the initial ones at the end. */
function stateOf(state: Record<string, unknown>, at: number, implied: Record<string, unknown>): unknown[] {
  const values: unknown[] = []
  let [codes, initial] = ['', '']
  for (const [name, value] of Object.entries(state)) {
    const code = CODES[name]
    if (code === undefined || value === implied[name]) continue
    if (value === null || (name === 'priority' && value === 3) || (Array.isArray(value) && !value.length)) {
      initial += code
    } else {
      codes += code
      values.push(name.endsWith('_at') ? at - Date.parse(value as string) : value)
    }
  }
  return [codes + initial, ...values]
}
