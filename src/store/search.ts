import { type AliasableExpression, type Expression, sql } from 'kysely'
import { together } from '#domain/effects/steps.ts'
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
  space_id: number
  title: string
  /** Their beginning. */
  notes: string | null
  tags: string[]
  status: Status
}

/**
 * The newest MAX_CANDIDATES items of the spaces that contain, for each word of a query, a word starting with it, newest
 * first; without tasks of done and archived projects.
 */
export async function searchCandidates(
  engine: Engine,
  db: Db,
  spaceIds: readonly number[],
  terms: readonly Term[],
): Promise<Candidate[]> {
  const [unindexed, hidden] = await runSteps(together(unindexedItems(db, spaceIds), selectHidden(db, { spaceIds })))
  const slugsOf = (spaceId: number) => hidden.flatMap(({ space_id, slug }) => (space_id === spaceId ? [slug] : []))
  const query = db
    .selectFrom('items')
    .where('seq', 'in', newestOf(spaceIds.map((id) => engine.fullText.matches(id, terms, slugsOf(id)))))
    .where(ownedBy(db, spaceIds))
  const notes = sql<string | null>`substr(notes, 1, ${sql.lit(MAX_RANKED_CHARACTERS)})`.as('notes')
  const rows = await query
    .select(['seq', 'space_id', 'title', notes, 'tags', 'status'])
    .orderBy('seq', 'desc')
    .execute()
  const indexed = rows.map((row) => ({ ...row, tags: tagsOf(row.tags) }))
  if (!unindexed.length) return indexed
  const stale = new Set(unindexed.map(({ seq }) => seq))
  const late = unindexed.filter(
    ({ space_id, item }) => hasTerms(item, terms) && !slugsOf(space_id).includes(item.project!),
  )
  return [
    ...late.map(({ seq, space_id, item }) => ({ ...item, seq, space_id })),
    ...indexed.filter(({ seq }) => !stale.has(seq)),
  ]
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, MAX_CANDIDATES)
}

const selectHidden = compiledQuery((db, { spaceIds }: { spaceIds: readonly number[] }) =>
  db
    .selectFrom('projects')
    .where('space_id', 'in', spaceIds)
    .where('status', '!=', sql.lit('active' as const))
    .select(['space_id', 'slug']),
)

/** The newest MAX_CANDIDATES of the items that are found in several spaces, each newest first. */
function newestOf(found: readonly Expression<number>[]): Expression<number> {
  const limit = sql.lit(MAX_CANDIDATES)
  const [first, ...others] = found.map((one) => sql<number>`select * from ${one} as found limit ${limit}`)
  if (!others.length) return sql`(${first})`
  const each = [first!, ...others].map((one) => sql`select * from (${one}) as newest`)
  return sql`(select * from (${sql.join(each, sql` union all `)}) as found order by 1 desc limit ${limit})`
}

const selectBySeq = compiledQuery(
  (db, { spaceIds, seqs, json }: { spaceIds: readonly number[]; seqs: number[]; json: AliasableExpression<string> }) =>
    db
      .selectFrom('items')
      .where('seq', 'in', seqs)
      .where(ownedBy(db, spaceIds))
      .select(['seq', 'space_id', json.as('json')]),
)

/** Items of a space, or of several, by `seq`, in that order, as JSON text. */
export async function itemsJsonBySeq(
  engine: Engine,
  db: Db,
  space: number | readonly number[],
  seqs: number[],
): Promise<{ seq: number; space_id: number; json: string }[]> {
  if (!seqs.length) return []
  const spaceIds = typeof space === 'number' ? [space] : space
  const rows = await selectBySeq(db, { spaceIds, seqs, json: engine.itemJson })
  const texts = new Map(rows.map((row) => [row.seq, row]))
  return seqs.flatMap((seq) => texts.get(seq) ?? [])
}
