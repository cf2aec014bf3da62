import { type SqlBool, sql } from 'kysely'
import type { PlacedItem } from '#domain/items.ts'
import { itemOf, openIs } from './items.ts'
import { prepared } from './prepared.ts'
import type { Db } from './schema.ts'

/** A pool's open items of one priority: what is ordered by hand. */
export interface Bucket {
  userId: string
  pool: string
  priority: number
}

/** As much of an item as a place beside it needs. */
export type Neighbour = Pick<PlacedItem, 'id' | 'position'>

function inBucket(db: Db, { userId, pool, priority }: Bucket) {
  return db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('pool', '=', pool)
    .where(openIs(1))
    .where('priority', '=', priority)
}

/** The item at an end of a bucket. How many rows is a literal, as in lists.ts. */
export async function endOf(db: Db, bucket: Bucket, end: 'top' | 'bottom'): Promise<Neighbour | undefined> {
  return (await endsOf[end](db, bucket))[0]
}

const firstBy = (way: 'asc' | 'desc') =>
  prepared((db, bucket: Bucket) =>
    inBucket(db, bucket).select(['id', 'position']).orderBy('position', way).orderBy('id', way).limit(sql.lit(1)),
  )
const endsOf = { top: firstBy('asc'), bottom: firstBy('desc') }

/** The two items that stand next to a place, nearest first. */
export async function neighbours(
  db: Db,
  bucket: Bucket,
  { position, id }: Neighbour,
  side: 'before' | 'after',
): Promise<Neighbour[]> {
  return nearest[side](db, { ...bucket, position, id })
}

const towards = (sign: '<' | '>', way: 'asc' | 'desc') =>
  prepared((db, { position, id, ...bucket }: Bucket & Neighbour) =>
    inBucket(db, bucket)
      .where(sql<SqlBool>`(position, id) ${sql.raw(sign)} (${position}, ${id})`)
      .select(['id', 'position'])
      .orderBy('position', way)
      .orderBy('id', way)
      .limit(sql.lit(2)),
  )
const nearest = { before: towards('<', 'desc'), after: towards('>', 'asc') }

export async function wholeBucket(db: Db, bucket: Bucket): Promise<PlacedItem[]> {
  return (await inBucket(db, bucket).selectAll().orderBy('position').orderBy('id').execute()).map(itemOf)
}

/** All open items of a pool in their order. */
export async function wholePool(db: Db, userId: string, pool: string): Promise<PlacedItem[]> {
  const rows = await db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('pool', '=', pool)
    .where(openIs(1))
    .selectAll()
    .orderBy('priority')
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(itemOf)
}
