import { type SqlBool, sql } from 'kysely'
import { addDays, type Day } from '#domain/dates.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import { itemOf } from './item-rows.ts'
import { opOf } from './journal-entry.ts'
import { differencesFrom } from './journal-json.ts'
import { tagPattern } from './list-scans.ts'
import { rowsOf } from './query.ts'
import type { Db } from './schema.ts'

/** Items: each may have long notes. */
const BATCH_SIZE = 50

/** The next items after an id that are assigned to a member, or that they do in turn. */
export function* itemsOfMember(db: Db, spaceId: number, name: string, after: string): Step<PlacedItem[]> {
  const inTurn = sql<SqlBool>`turns like ${tagPattern(name)} escape '\\'`
  const select = db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('id', '>', after)
    .where((eb) => eb.or([inTurn, eb('assigned', '=', name)]))
    .selectAll()
    .orderBy('id')
  return (yield* rowsOf(db, select.limit(BATCH_SIZE))).map(itemOf)
}

/** Writes since the day before `since` that may have completed a chore, undos too. */
export function* completingWrites(
  db: Db,
  spaceId: number,
  id: string,
  since: Day,
): Step<{ revision: number; op: string; difference: EntityDifference }[]> {
  const select = db
    .selectFrom('journal_entities as entities')
    .innerJoin('journal', (join) =>
      join
        .onRef('journal.space_id', '=', 'entities.space_id')
        .onRef('journal.revision', '=', 'entities.revision')
        .onRef('journal.part', '=', 'entities.part'),
    )
    .where('entities.space_id', '=', spaceId)
    .where('entities.entity_id', '=', id)
    .where('journal.kept', '=', 1)
    .where('journal.at', '>=', Date.parse(addDays(since, -1)))
    .select(['journal.at', 'journal.revision', 'journal.op', 'journal.differences'])
  return (yield* rowsOf(db, select)).flatMap((row) =>
    differencesFrom(row).flatMap((difference) =>
      difference.id === id ? [{ revision: row.revision, op: opOf(row), difference }] : [],
    ),
  )
}
