import { type AliasableExpression, sql } from 'kysely'
import { hasTerms } from '#domain/search.ts'
import type { Term } from '#domain/search-words.ts'
import type { Status } from '#domain/statuses.ts'
import type { Engine } from './engine.ts'
import { compiledQuery } from './compiled-query.ts'
import { tagsOf } from './item-rows.ts'
import { ownedBy } from './items.ts'
import { runSteps } from './run-steps.ts'
import type { Db } from './schema.ts'
import { unindexedItems } from './unindexed.ts'

const MAX_CANDIDATES = 500
/** Of notes, by which a candidate is ranked: reading all of long ones would take longer than the search. */
const MAX_RANKED_CHARACTERS = 4000

/** The fields of an item by which search results are ranked. */
export interface Candidate {
  seq: number
  title: string
  /** Their beginning. */
  notes: string | null
  tags: string[]
  status: Status
}

/**
 * The newest MAX_CANDIDATES items that contain, for each word of a query, a word starting with it, newest first;
 * without tasks of done and archived projects.
 */
export async function searchCandidates(
  engine: Engine,
  db: Db,
  spaceId: number,
  terms: readonly Term[],
): Promise<Candidate[]> {
  const unindexed = await runSteps(unindexedItems(db, spaceId))
  const hidden = await db
    .selectFrom('projects')
    .where('space_id', '=', spaceId)
    .where('status', '!=', 'active')
    .select('slug')
    .execute()
  const slugs = hidden.map(({ slug }) => slug)
  const found = engine.fullText.matches(spaceId, terms, slugs)
  const query = db
    .selectFrom('items')
    .where('seq', 'in', sql<number>`(select * from ${found} as found limit ${sql.lit(MAX_CANDIDATES)})`)
    .where(ownedBy(db, spaceId))
  const notes = sql<string | null>`substr(notes, 1, ${sql.lit(MAX_RANKED_CHARACTERS)})`.as('notes')
  const rows = await query.select(['seq', 'title', notes, 'tags', 'status']).orderBy('seq', 'desc').execute()
  const indexed = rows.map((row) => ({ ...row, tags: tagsOf(row.tags) }))
  if (!unindexed.length) return indexed
  const stale = new Set(unindexed.map(({ seq }) => seq))
  const late = unindexed.filter(({ item }) => hasTerms(item, terms) && !slugs.includes(item.project!))
  return [...late.map(({ seq, item }) => ({ ...item, seq })), ...indexed.filter(({ seq }) => !stale.has(seq))]
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, MAX_CANDIDATES)
}

const selectBySeq = compiledQuery(
  (db, { spaceId, seqs, json }: { spaceId: number; seqs: number[]; json: AliasableExpression<string> }) =>
    db
      .selectFrom('items')
      .where('seq', 'in', seqs)
      .where(ownedBy(db, spaceId))
      .select(['seq', json.as('json')]),
)

/** Items by `seq`, in that order, as JSON text. */
export async function itemsJsonBySeq(
  engine: Engine,
  db: Db,
  spaceId: number,
  seqs: number[],
): Promise<{ json: string }[]> {
  if (!seqs.length) return []
  const texts = new Map((await selectBySeq(db, { spaceId, seqs, json: engine.itemJson })).map((row) => [row.seq, row]))
  return seqs.flatMap((seq) => texts.get(seq) ?? [])
}
