import { type Expression, type SqlBool, sql } from 'kysely'
import type { PlacedItem } from '#domain/items.ts'
import { itemOf } from './items.ts'
import type { Db } from './schema.ts'

/** A pool's open items of one priority: what is ordered by hand. */
export interface Bucket {
  userId: string
  pool: string
  priority: number
}

function inBucket(db: Db, { userId, pool, priority }: Bucket) {
  return db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('pool', '=', pool)
    .where('open', '=', 1)
    .where('priority', '=', priority)
}

/** The item at an end of a bucket. */
export async function endOf(db: Db, bucket: Bucket, end: 'top' | 'bottom'): Promise<PlacedItem | undefined> {
  const way = end === 'top' ? 'asc' : 'desc'
  const row = await inBucket(db, bucket).selectAll().orderBy('position', way).orderBy('id', way).limit(1).executeTakeFirst()
  return row && itemOf(row)
}

/** Up to `count` items that stand next to a place, nearest first. */
export async function neighbours(db: Db, bucket: Bucket, place: { position: string; id: string }, side: 'before' | 'after', count: number): Promise<PlacedItem[]> {
  const way = side === 'after' ? 'asc' : 'desc'
  const beyond: Expression<SqlBool> =
    side === 'after' ? sql`(position, id) > (${place.position}, ${place.id})` : sql`(position, id) < (${place.position}, ${place.id})`
  const rows = await inBucket(db, bucket).where(beyond).selectAll().orderBy('position', way).orderBy('id', way).limit(count).execute()
  return rows.map(itemOf)
}

export async function wholeBucket(db: Db, bucket: Bucket): Promise<PlacedItem[]> {
  return (await inBucket(db, bucket).selectAll().orderBy('position').orderBy('id').execute()).map(itemOf)
}

/** All open items of a pool in their order. */
export async function wholePool(db: Db, userId: string, pool: string): Promise<PlacedItem[]> {
  const rows = await db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('pool', '=', pool)
    .where('open', '=', 1)
    .selectAll()
    .orderBy('priority')
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(itemOf)
}
