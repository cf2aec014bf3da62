import { type SqlBool, sql } from 'kysely'
import type { Bucket, Neighbour, Place } from '#domain/effects/records.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { PlacedItem } from '#domain/items.ts'
import { openEquals } from './items.ts'
import { itemOf } from './item-rows.ts'
import { query, type Query, rowsOf } from './query.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Db } from './schema.ts'

/** A bucket of a space. */
export type OwnedBucket = Bucket & { spaceId: number }

function inBucket(db: Db, { spaceId, pool, priority }: OwnedBucket) {
  return db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('pool', '=', pool)
    .where(openEquals(1))
    .where('priority', '=', priority)
}

/** The item at one end of a bucket. The row limit is a literal, see lists.ts. */
export const itemAtEnd = query(function* (
  db: Db,
  bucket: OwnedBucket,
  end: 'top' | 'bottom',
): Step<Neighbour | undefined> {
  return (yield* selectEnd[end](db, bucket))[0]
})

const selectFirst = (direction: 'asc' | 'desc') =>
  compiledQuery((db, bucket: OwnedBucket) =>
    inBucket(db, bucket)
      .select(['id', 'position'])
      .orderBy('position', direction)
      .orderBy('id', direction)
      .limit(sql.lit(1)),
  )
const selectEnd = { top: selectFirst('asc'), bottom: selectFirst('desc') }

/** The two items next to a position, nearest first. */
export function neighbours(
  db: Db,
  bucket: OwnedBucket,
  { position, id }: Neighbour,
  side: 'before' | 'after',
): Query<Neighbour[]> {
  return selectNearest[side](db, { position, id, ...bucket })
}

const selectTowards = (sign: '<' | '>', direction: 'asc' | 'desc') =>
  compiledQuery((db, { position, id, ...bucket }: OwnedBucket & Neighbour) =>
    inBucket(db, bucket)
      .where(sql<SqlBool>`(position, id) ${sql.raw(sign)} (${position}, ${id})`)
      .select(['id', 'position'])
      .orderBy('position', direction)
      .orderBy('id', direction)
      .limit(sql.lit(2)),
  )
const selectNearest = { before: selectTowards('<', 'desc'), after: selectTowards('>', 'asc') }

/** All items of a bucket in their order. */
export const placesInBucket = (db: Db, bucket: OwnedBucket): Query<Place[]> =>
  rowsOf(db, inBucket(db, bucket).select(['id', 'priority', 'position']).orderBy('position').orderBy('id'))

/** Items of a bucket that stand at one of these positions. */
export const itemsAtPositions = (db: Db, bucket: OwnedBucket, positions: readonly string[]): Query<Neighbour[]> =>
  rowsOf(db, inBucket(db, bucket).where('position', 'in', positions).select(['id', 'position']))

const inPool = (db: Db, spaceId: number, pool: string) =>
  db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('pool', '=', pool)
    .where(openEquals(1))
    .orderBy('priority')
    .orderBy('position')
    .orderBy('id')

/** Of all open items of a pool, in their order. */
export const placesInPool = (db: Db, spaceId: number, pool: string): Query<Place[]> =>
  rowsOf(db, inPool(db, spaceId, pool).select(['id', 'priority', 'position']))

/** Open items of a pool in their order. */
export const poolItems = query(function* (db: Db, spaceId: number, pool: string, limit: number): Step<PlacedItem[]> {
  return (yield* rowsOf(db, inPool(db, spaceId, pool).selectAll().limit(limit))).map(itemOf)
})

/** The `seq` of every open item of a pool, in their order. */
export const seqsInPool = query(function* (db: Db, spaceId: number, pool: string): Step<number[]> {
  return (yield* rowsOf(db, inPool(db, spaceId, pool).select('seq'))).map(({ seq }) => seq)
})
