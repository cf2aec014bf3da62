import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { type EntityDifference, changedFields } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import { hasWords } from '#domain/search.ts'
import type { Engine } from './engine.ts'
import { type NumberedItem, numberedItems } from './items.ts'
import { differencesSince } from './journal.ts'
import { rowsOf } from './query.ts'
import type { Db, Tables } from './schema.ts'

/** Fields whose words are searched for, or that exclude an item from a search. */
const INDEXED_FIELDS: readonly string[] = ['title', 'notes', 'tags', 'project'] satisfies (keyof PlacedItem)[]

/** Whether a difference leaves an item with other words. */
export function changesWords({ entity, before, after }: EntityDifference): boolean {
  if (entity !== 'item' || !after) return false
  return !before || changedFields(before, after).some((field) => INDEXED_FIELDS.includes(field))
}

/** Ids of the items whose words a space's last writes changed: the full-text index takes in several writes at a time. */
export function* unindexedIds(db: Db, spaceId: number, indexedRevision: number): Step<string[]> {
  const ids = new Set<string>()
  for (const difference of yield* differencesSince(db, spaceId, indexedRevision)) {
    yield PAUSE
    if (changesWords(difference)) ids.add(difference.id)
  }
  return [...ids]
}

/** The items whose words the full-text index does not have as they are. */
export function* unindexedItems(db: Db, spaceId: number): Step<NumberedItem[]> {
  const select = db.selectFrom('spaces').where('space_id', '=', spaceId).select(['revision', 'indexed_revision'])
  const [space] = yield* rowsOf(db, select)
  if (!space || space.revision === space.indexed_revision) return []
  return yield* numberedItems(db, spaceId, yield* unindexedIds(db, spaceId, space.indexed_revision))
}

/** Where an item contains, for each of `words`, a word starting with it, whether it is indexed or not. */
export function containsWords(
  engine: Engine,
  spaceId: number,
  words: readonly string[],
  unindexed: readonly NumberedItem[],
): (eb: ExpressionBuilder<Tables, 'items'>) => Expression<SqlBool> {
  const seqs = unindexed.map(({ seq }) => seq)
  const found = unindexed.filter(({ item }) => hasWords(item, words)).map(({ seq }) => seq)
  // a sum, so that SQLite reads the list in its order instead of sorting what the index finds
  const seq = sql<number>`seq + 0`
  return (eb) => {
    const indexed = eb(seq, 'in', engine.fullText.matches(spaceId, words))
    const ofIndex = seqs.length ? eb.and([indexed, eb(seq, 'not in', seqs)]) : indexed
    return found.length ? eb.or([ofIndex, eb(seq, 'in', found)]) : ofIndex
  }
}
