import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { type EntityDifference, changedFields } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import { hasTerms } from '#domain/search.ts'
import type { Term } from '#domain/search-words.ts'
import type { Engine } from './engine.ts'
import type { NumberedItem } from './item-rows.ts'
import { indexItems, numberedItems } from './items.ts'
import { differencesSince } from './journal.ts'
import { rowsOf } from './query.ts'
import type { Db, SpaceRow, Tables } from './schema.ts'

/** Fields whose words are searched for, or that exclude an item from a search. */
const INDEXED_FIELDS: readonly string[] = ['title', 'notes', 'tags', 'project'] satisfies (keyof PlacedItem)[]

/** Whether a difference leaves an item with other words. */
function changesWords({ entity, before, after }: Pick<EntityDifference, 'entity' | 'before' | 'after'>): boolean {
  if (entity !== 'item' || !after) return false
  return !before || changedFields(before, after).some((field) => INDEXED_FIELDS.includes(field))
}

/** Ids of the items whose words a space's last writes changed: the index takes in several writes at a time. */
function* unindexedIds(db: Db, spaceId: number, indexedRevision: number): Step<string[]> {
  const ids = new Set<string>()
  for (const difference of yield* differencesSince(db, spaceId, indexedRevision)) {
    yield PAUSE
    if (changesWords(difference)) ids.add(difference.id)
  }
  return [...ids]
}

/** How many writes, and how many items of one write, the full-text index takes in later, together. */
const MAX_WRITES = 32
const MAX_ITEMS = 32

/**
 * The words that a write changes. The full-text index takes in several writes at a time, since a write of many items
 * costs it as much as one of one.
 */
export class ChangedWords {
  /** Of items whose words are not indexed yet. */
  readonly #ids = new Set<string>()
  /** Whether others of the write's items are indexed. */
  #isIndexing = false

  note(difference: Pick<EntityDifference, 'entity' | 'before' | 'after'>): void {
    if (changesWords(difference)) this.#ids.add((difference.after as PlacedItem).id)
  }

  /** To be called for items that were indexed when they were inserted. */
  noteIndexed(items: readonly PlacedItem[]): void {
    for (const { id } of items) this.#ids.delete(id)
    this.#isIndexing ||= items.length > 0
  }

  /** Indexes what waits if that is enough. Returns the revision up to which every word is indexed then. */
  *index(engine: Engine, db: Db, { space_id, revision, indexed_revision }: SpaceRow): Step<number> {
    const next = revision + 1
    if (!this.#ids.size && !this.#isIndexing) return indexed_revision === revision ? next : indexed_revision
    const isDue = this.#isIndexing || this.#ids.size > MAX_ITEMS || next - indexed_revision >= MAX_WRITES
    if (!isDue) return indexed_revision
    const former = yield* unindexedIds(db, space_id, indexed_revision)
    yield* indexItems(engine, db, space_id, [...new Set([...former, ...this.#ids])])
    return next
  }
}

/** The items whose words the full-text index does not have as they are. */
export function* unindexedItems(db: Db, spaceId: number): Step<NumberedItem[]> {
  const { indexed_revision, isComplete } = yield* indexState(db, spaceId)
  return isComplete ? [] : yield* numberedItems(db, spaceId, yield* unindexedIds(db, spaceId, indexed_revision))
}

/** Indexes all that waits. To be called before journal rows are deleted, which tell what waits. */
export function* indexWaiting(engine: Engine, db: Db, spaceId: number): Step<void> {
  const { revision, indexed_revision, isComplete } = yield* indexState(db, spaceId)
  if (isComplete) return
  yield* indexItems(engine, db, spaceId, yield* unindexedIds(db, spaceId, indexed_revision))
  yield* rowsOf(db, db.updateTable('spaces').set({ indexed_revision: revision }).where('space_id', '=', spaceId))
}

function* indexState(db: Db, spaceId: number) {
  const select = db.selectFrom('spaces').where('space_id', '=', spaceId).select(['revision', 'indexed_revision'])
  const [{ revision, indexed_revision } = { revision: 0, indexed_revision: 0 }] = yield* rowsOf(db, select)
  return { revision, indexed_revision, isComplete: revision === indexed_revision }
}

/** Where an item contains, for each word of a query, a word starting with it, whether it is indexed or not. */
export function containsTerms(
  engine: Engine,
  spaceId: number,
  terms: readonly Term[],
  unindexed: readonly NumberedItem[],
): (eb: ExpressionBuilder<Tables, 'items'>) => Expression<SqlBool> {
  const seqs = unindexed.map(({ seq }) => seq)
  const found = unindexed.filter(({ item }) => hasTerms(item, terms)).map(({ seq }) => seq)
  // a sum, so that SQLite reads the list in its order instead of sorting what the index finds
  const seq = sql<number>`seq + 0`
  return (eb) => {
    const indexed = eb(seq, 'in', engine.fullText.matches(spaceId, terms))
    const ofIndex = seqs.length ? eb.and([indexed, eb(seq, 'not in', seqs)]) : indexed
    return found.length ? eb.or([ofIndex, eb(seq, 'in', found)]) : ofIndex
  }
}
