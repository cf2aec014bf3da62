import { type AliasableExpression, sql } from 'kysely'
import type { Status } from '#domain/items.ts'
import type { Engine } from './engine.ts'
import { prepared } from './prepared.ts'
import type { Db } from './schema.ts'

const CANDIDATES = 500

/** As a sum of texts, or SQLite would rather look through all of the user's rows than get these by their numbers. */
const OWNER = sql`user_id || ''`

/** What ranking an item needs to know. */
export interface Candidate {
  seq: number
  title: string
  notes: string | null
  tags: string[]
  status: Status
}

/** The newest items that hold a word beginning with each of `words`, newest first; what is of a project that is done or archived counts for nothing. */
export async function candidates(
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
  const found = engine.text.matches(
    userId,
    words,
    hidden.map(({ slug }) => slug),
  )
  const query = db
    .selectFrom('items')
    .where('seq', 'in', sql<number>`(select * from ${found} as found limit ${sql.lit(CANDIDATES)})`)
    .where(OWNER, '=', userId)
  const rows = await query.select(['seq', 'title', 'notes', 'tags', 'status']).orderBy('seq', 'desc').execute()
  return rows.map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }))
}

const numbered = prepared(
  (db, { userId, seqs, json }: { userId: string; seqs: number[]; json: AliasableExpression<string> }) =>
    db
      .selectFrom('items')
      .where('seq', 'in', seqs)
      .where(OWNER, '=', userId)
      .select(['seq', json.as('json')]),
)

/** Items by their numbers, in that order, as their answers' texts. */
export async function itemTexts(engine: Engine, db: Db, userId: string, seqs: number[]): Promise<{ json: string }[]> {
  if (!seqs.length) return []
  const texts = new Map((await numbered(db, { userId, seqs, json: engine.itemJson })).map((row) => [row.seq, row]))
  return seqs.flatMap((seq) => texts.get(seq) ?? [])
}
