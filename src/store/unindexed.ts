import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import { PAUSE, type Step, together } from '#domain/effects/steps.ts'
import { type EntityDifference, changedFields } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import { hasTerms } from '#domain/search.ts'
import type { Term } from '#domain/search-words.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Engine } from './engine.ts'
import type { NumberedItem } from './item-rows.ts'
import { indexItems, numberedItems } from './items.ts'
import { journalBetween } from './journal.ts'
import { changedItemIds } from './journal-json.ts'
import { rowsOf } from './query.ts'
import type { Db, SpaceRow, Tables } from './schema.ts'

/** Fields whose words are searched for, or that exclude an item from a search. */
const INDEXED_FIELDS: readonly (keyof PlacedItem)[] = ['title', 'notes', 'tags', 'project']

/** Whether a difference leaves an item with other words. */
function changesWords({ entity, before, after }: Pick<EntityDifference, 'entity' | 'before' | 'after'>): boolean {
  if (entity !== 'item' || !after) return false
  return !before || changedFields(before, after).some((field) => INDEXED_FIELDS.includes(field))
}

/** Ids of the items whose words a space's last writes changed: the index takes in several writes at a time. */
function* unindexedIds(
  db: Db,
  { space_id, revision, indexed_revision }: Pick<SpaceRow, 'space_id' | 'revision' | 'indexed_revision'>,
): Step<string[]> {
  const ids = new Set<string>()
  if (indexed_revision === revision) return []
  const waiting = { spaceId: space_id, after: indexed_revision, last: revision }
  for (const row of yield* journalBetween(db, waiting)) {
    yield PAUSE
    for (const id of changedItemIds(row, INDEXED_FIELDS)) ids.add(id)
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
    if (this.#ids.size) for (const { id } of items) this.#ids.delete(id)
    this.#isIndexing ||= items.length > 0
  }

  /** Indexes what waits if that is enough. Returns the revision up to which every word is indexed then. */
  *index(engine: Engine, db: Db, space: SpaceRow): Step<number> {
    const { space_id, revision, indexed_revision } = space
    const next = revision + 1
    if (!this.#ids.size && !this.#isIndexing) return indexed_revision === revision ? next : indexed_revision
    const isDue = this.#isIndexing || this.#ids.size > MAX_ITEMS || next - indexed_revision >= MAX_WRITES
    if (!isDue) return indexed_revision
    const former = yield* unindexedIds(db, space)
    yield* indexItems(engine, db, space_id, [...new Set([...former, ...this.#ids])])
    return next
  }
}

/** The items of several spaces whose words the full-text index does not have as they are. */
export function* unindexedItems(db: Db, spaceIds: readonly number[]): Step<(NumberedItem & { space_id: number })[]> {
  const states = yield* selectIndexStates(db, { spaceIds })
  const incomplete = states.filter(({ revision, indexed_revision }) => revision !== indexed_revision)
  const found = yield* together(...incomplete.map((state) => waitingItems(db, state)))
  return found.flat()
}

const selectIndexStates = compiledQuery((db, { spaceIds }: { spaceIds: readonly number[] }) =>
  db.selectFrom('spaces').where('space_id', 'in', spaceIds).select(['space_id', 'revision', 'indexed_revision']),
)

function* waitingItems(
  db: Db,
  space: Pick<SpaceRow, 'space_id' | 'revision' | 'indexed_revision'>,
): Step<(NumberedItem & { space_id: number })[]> {
  const { space_id } = space
  const items = yield* numberedItems(db, space_id, yield* unindexedIds(db, space))
  return items.map((item) => ({ ...item, space_id }))
}

/** Indexes all that waits. To be called before journal rows are deleted, which tell what waits. */
export function* indexWaiting(engine: Engine, db: Db, spaceId: number): Step<void> {
  const [state] = yield* selectIndexStates(db, { spaceIds: [spaceId] })
  if (!state || state.revision === state.indexed_revision) return
  yield* indexItems(engine, db, spaceId, yield* unindexedIds(db, state))
  yield* rowsOf(db, db.updateTable('spaces').set({ indexed_revision: state.revision }).where('space_id', '=', spaceId))
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
