import { type AliasableExpression, sql } from 'kysely'
import type { Status } from '#domain/statuses.ts'
import type { Engine } from './engine.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Db } from './schema.ts'

const MAX_CANDIDATES = 500
/** Of notes, by which a candidate is ranked: reading all of long ones would take longer than the search. */
const MAX_RANKED_CHARACTERS = 4000

/** A concatenation, so that SQLite looks the rows up by `seq` instead of scanning all rows of the user. */
export const OWNER = sql`user_id || ''`

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
 * The newest MAX_CANDIDATES items that contain, for each of `words`, a word starting with it, newest first; without
 * tasks of done and archived projects.
 */
export async function searchCandidates(
  engine: Engine,
  db: Db,
  userId: string,
  words: readonly string[],
): Promise<Candidate[]> {
  const hidden = await db
    .selectFrom('projects')
    .where('user_id', '=', userId)
    .where('status', '!=', 'active')
    .select('slug')
    .execute()
  const found = engine.fullText.matches(
    userId,
    words,
    hidden.map(({ slug }) => slug),
  )
  const query = db
    .selectFrom('items')
    .where('seq', 'in', sql<number>`(select * from ${found} as found limit ${sql.lit(MAX_CANDIDATES)})`)
    .where(OWNER, '=', userId)
  const notes = sql<string | null>`substr(notes, 1, ${sql.lit(MAX_RANKED_CHARACTERS)})`.as('notes')
  const rows = await query.select(['seq', 'title', notes, 'tags', 'status']).orderBy('seq', 'desc').execute()
  return rows.map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }))
}

const selectBySeq = compiledQuery(
  (db, { userId, seqs, json }: { userId: string; seqs: number[]; json: AliasableExpression<string> }) =>
    db
      .selectFrom('items')
      .where('seq', 'in', seqs)
      .where(OWNER, '=', userId)
      .select(['seq', json.as('json')]),
)

/** Items by `seq`, in that order, as JSON text. */
export async function itemsJsonBySeq(
  engine: Engine,
  db: Db,
  userId: string,
  seqs: number[],
): Promise<{ json: string }[]> {
  if (!seqs.length) return []
  const texts = new Map((await selectBySeq(db, { userId, seqs, json: engine.itemJson })).map((row) => [row.seq, row]))
  return seqs.flatMap((seq) => texts.get(seq) ?? [])
}
