import { setImmediate as turn } from 'node:timers/promises'
import {
  type AliasableExpression,
  type Expression,
  type Insertable,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely'
import { afterBeginning } from '#domain/ids.ts'
import { isOpen, type Item, type PlacedItem } from '#domain/items.ts'
import { poolOf } from '#domain/kinds.ts'
import { fromCents, toCents } from '#domain/money.ts'
import type { Engine, TextRow } from './engine.ts'
import { prepared, preparedChange } from './prepared.ts'
import type { Db, ItemRow } from './schema.ts'
import { together } from './together.ts'

/** Whether a row is open, said as a literal: SQLite plans a query anew at each run if a parameter of it may decide about a partial index. */
export const openIs = (open: number): Expression<SqlBool> => sql`open = ${sql.lit(open)}`

/** The number of an item's row. */
export const seqOf = (userId: string, id: string): RawBuilder<number> =>
  sql`(select seq from items where user_id = ${userId} and id = ${id})`

/** The fields of an item's answer in their order, and how each is kept. */
export const ITEM_FIELDS: Record<keyof Item, 'text' | 'number' | 'json' | 'cents'> = {
  id: 'text',
  kind: 'text',
  title: 'text',
  status: 'text',
  priority: 'number',
  due: 'text',
  tags: 'json',
  notes: 'text',
  every: 'text',
  anchor: 'text',
  last_done: 'text',
  project: 'text',
  feature: 'text',
  estimate: 'number',
  recipient: 'text',
  occasion: 'text',
  budget: 'cents',
  url: 'text',
  bought_on: 'text',
  next: 'text',
  created_at: 'text',
  updated_at: 'text',
  done_at: 'text',
  revision: 'number',
}

export function itemOf(row: Selectable<ItemRow>): PlacedItem {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    status: row.status,
    priority: row.priority,
    due: row.due,
    tags: row.tags === '[]' ? [] : JSON.parse(row.tags),
    notes: row.notes,
    every: row.every,
    anchor: row.anchor,
    last_done: row.last_done,
    project: row.project,
    feature: row.feature,
    estimate: row.estimate,
    recipient: row.recipient,
    occasion: row.occasion,
    budget: row.budget === null ? null : fromCents(row.budget),
    url: row.url,
    bought_on: row.bought_on,
    next: row.next,
    created_at: row.created_at,
    updated_at: row.updated_at,
    done_at: row.done_at,
    revision: row.revision,
    position: row.position,
  }
}

/** A tag as it stands in the JSON of its column, where only whole tags are between plain quotes. */
export function tagText(tag: string): string {
  return `"${JSON.stringify(tag)
    .slice(1, -1)
    .replace(/\\./g, (escape) => (escape === '\\"' ? '\\u0022' : escape))}"`
}

function rowOf(userId: string, item: PlacedItem): Insertable<ItemRow> {
  return {
    ...item,
    user_id: userId,
    pool: poolOf(item.kind, item.project),
    open: isOpen(item) ? 1 : 0,
    tags: `[${item.tags.map(tagText).join()}]`,
    budget: item.budget === null ? null : toCents(item.budget),
  }
}

const withId = prepared((db, { userId, id }: { userId: string; id: string }) =>
  db.selectFrom('items').where('user_id', '=', userId).where('id', '=', id).selectAll(),
)

export async function getItem(db: Db, userId: string, id: string): Promise<PlacedItem | undefined> {
  const [row] = await withId(db, { userId, id })
  return row && itemOf(row)
}

const textOf = prepared((db, { userId, id, json }: { userId: string; id: string; json: AliasableExpression<string> }) =>
  db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .select(['id', 'revision', json.as('json')]),
)

/** The item of exactly this id as its answer's text. */
export async function itemText(
  engine: Engine,
  db: Db,
  userId: string,
  id: string,
): Promise<{ id: string; json: string; revision: number } | undefined> {
  return (await textOf(db, { userId, id, json: engine.itemJson }))[0]
}

const revisions = prepared((db, { userId, id }: { userId: string; id: string }) =>
  db.selectFrom('items').where('user_id', '=', userId).where('id', '=', id).select('revision'),
)

/** The revision of the item of exactly this id. */
export async function itemRevision(db: Db, userId: string, id: string): Promise<number | undefined> {
  return (await revisions(db, { userId, id }))[0]?.revision
}

/** Those of these items that are there, by id. */
export async function itemsNamed(db: Db, userId: string, ids: readonly string[]): Promise<Map<string, PlacedItem>> {
  const found: PlacedItem[] = []
  for (const stretch of stretches(ids)) {
    const rows = await db
      .selectFrom('items')
      .where('user_id', '=', userId)
      .where('id', 'in', stretch)
      .selectAll()
      .execute()
    found.push(...rows.map(itemOf))
  }
  return new Map(found.map((item) => [item.id, item]))
}

const MOST_CANDIDATES = 10

/** Up to ten items whose ids begin so. */
export async function itemsBeginning(db: Db, userId: string, beginning: string, open: boolean): Promise<PlacedItem[]> {
  let query = db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('id', '>=', beginning)
    .where('id', '<', afterBeginning(beginning))
  if (open) query = query.where(openIs(1))
  return (await query.selectAll().orderBy('id').limit(MOST_CANDIDATES).execute()).map(itemOf)
}

/** Ids of open items that begin as `id` does and lie next to it: what a mistyped id may have meant. */
export async function idsNear(db: Db, userId: string, id: string): Promise<string[]> {
  const near = (side: '<' | '>') =>
    db
      .selectFrom('items')
      .where('user_id', '=', userId)
      .where('id', side, id)
      .where('id', side === '<' ? '>=' : '<', side === '<' ? id.slice(0, 4) : afterBeginning(id.slice(0, 4)))
      .where(openIs(1))
      .select('id')
      .orderBy('id', side === '<' ? 'desc' : 'asc')
      .limit(2)
      .execute()
  return [...(await near('<')), ...(await near('>'))].map((row) => row.id).toSorted()
}

const inserted = preparedChange((db, { rows }: { rows: Insertable<ItemRow>[] }) => db.insertInto('items').values(rows))
const updated = preparedChange(
  (db, { user_id, id, ...changed }: Partial<Insertable<ItemRow>> & { user_id: string; id: string }) =>
    db.updateTable('items').set(changed).where('user_id', '=', user_id).where('id', '=', id),
)

/** Rows that are written together. */
const STRETCH = 100

function* stretches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += STRETCH) yield all.slice(from, from + STRETCH)
}

const textRow = (userId: string, { id, title, notes, tags, project }: PlacedItem): TextRow => ({
  userId,
  id,
  title,
  notes,
  tags,
  project,
})

/** Writes new items; between stretches others get a turn. */
export async function insertItems(engine: Engine, db: Db, userId: string, items: readonly PlacedItem[]): Promise<void> {
  for (const stretch of stretches(items)) {
    await together(
      inserted(db, { rows: stretch.map((item) => rowOf(userId, item)) }),
      engine.text.put(
        db,
        stretch.map((item) => textRow(userId, item)),
      ),
    )
    if (stretch.length === STRETCH) await turn()
  }
}

export async function updateItem(
  engine: Engine,
  db: Db,
  userId: string,
  before: PlacedItem,
  after: PlacedItem,
): Promise<void> {
  const row = rowOf(userId, after)
  const old = rowOf(userId, before)
  const changed = Object.fromEntries(
    Object.entries(row).filter(([column, value]) => value !== old[column as keyof typeof old]),
  )
  const words = ['title', 'notes', 'tags', 'project'].some((column) => column in changed)
  await together(
    updated(db, { ...changed, user_id: userId, id: after.id }),
    words && engine.text.put(db, [textRow(userId, after)]),
  )
}

export async function deleteItems(engine: Engine, db: Db, userId: string, ids: readonly string[]): Promise<void> {
  for (const stretch of stretches(ids)) {
    await together(
      engine.text.remove(db, userId, stretch),
      db.deleteFrom('items').where('user_id', '=', userId).where('id', 'in', stretch).execute(),
    )
    if (stretch.length === STRETCH) await turn()
  }
}

/** Puts every item, or every task, into the full-text index anew. */
export async function reindexed(engine: Engine, db: Db, which: 'all' | 'tasks'): Promise<void> {
  for (let after = 0, more = true; more;) {
    let query = db.selectFrom('items').where('seq', '>', after)
    if (which === 'tasks') query = query.where('project', 'is not', null)
    const rows = await query.selectAll().orderBy('seq').limit(STRETCH).execute()
    if (rows.length)
      await engine.text.put(
        db,
        rows.map((row) => textRow(row.user_id, itemOf(row))),
      )
    more = rows.length === STRETCH
    if (more) after = rows.at(-1)!.seq
  }
}
