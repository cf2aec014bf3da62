import { sql } from 'kysely'
import { wordsOf } from '#domain/search-words.ts'
import { compiledQuery } from '../compiled-query.ts'
import type { FullText } from '../engine.ts'
import { nextTurn } from '../next-turn.ts'
import { bound, rowsOf } from '../query.ts'
import type { Db } from '../schema.ts'

/**
 * Every word is prefixed with its space, so that a search reads one range of the index, whatever others have written.
 */
const spacePrefix = (spaceId: number) => `${spaceId}s`

/** Text is split into words like queries are; the tokenizer only splits the result at spaces. */
const wordsIn = (spaceId: number, text: string) =>
  wordsOf(text)
    .map((word) => spacePrefix(spaceId) + word)
    .join(' ')

/** A project as one word: the tokenizer would split it at a dash. */
const projectWord = (spaceId: number, slug: string) => `${spacePrefix(spaceId)}${slug.replaceAll('-', '·')}`

const wanting = (spaceId: number, word: string) =>
  `{title notes tags}:"${spacePrefix(spaceId)}${word.replaceAll('"', '""')}"*`

interface IndexedWords {
  seq: number
  project: string
  title: string
  notes: string
  tags: string
}

const upsertRows = compiledQuery((db, { rows }: { rows: IndexedWords[] }) => {
  const values = rows.map(
    ({ seq, project, title, notes, tags }) => sql`(${seq}, ${project}, ${title}, ${notes}, ${tags})`,
  )
  return {
    compile: () =>
      sql`insert or replace into items_text (rowid, project, title, notes, tags) values ${sql.join(values)}`.compile(
        db,
      ),
  }
})

/** How much one step of a merge writes. */
const MERGED_PAGES = 100

/** Merges the whole index step by step: what was deleted stays in its segments until they are merged. */
async function mergeSegments(db: Db): Promise<void> {
  const changes = async () => (await sql<{ n: number }>`select total_changes() as n`.execute(db)).rows[0]!.n
  let pages = -MERGED_PAGES // negative: begins with segments of any size
  for (let before = await changes(); ; before = await changes()) {
    await sql`insert into items_text (items_text, rank) values ('merge', ${sql.lit(pages)})`.execute(db)
    if ((await changes()) - before < 2) return // nothing was left to merge (SQLite, FTS5, 6.8)
    pages = MERGED_PAGES
    await nextTurn()
  }
}

/** An FTS5 table without content: the text is in `items` only. */
export const fullText: FullText = {
  *upsert(db, spaceId, items) {
    const rows = items.map(({ seq, item: { title, notes, tags, project } }) => {
      const of = (text: string) => wordsIn(spaceId, text)
      return {
        seq,
        project: project === null ? '' : projectWord(spaceId, project),
        title: of(title),
        notes: of(notes ?? ''),
        tags: of(tags.join(' ')),
      }
    })
    yield* upsertRows(db, { rows })
  },
  *remove(db, spaceId, ids) {
    const rows = sql`select seq from items where space_id = ${spaceId} and id in (${sql.join(ids)})`
    yield* rowsOf(db, bound(db, sql`delete from items_text where rowid in (${rows})`))
  },
  async removeSpace(db, spaceId) {
    await sql`delete from items_text where rowid in (select seq from items where space_id = ${spaceId})`.execute(db)
    await mergeSegments(db)
  },
  matches(spaceId, terms, excludedProjects = []) {
    const wanted = terms
      .map((ways) => ways.map((way) => `(${way.map((word) => wanting(spaceId, word)).join(' AND ')})`).join(' OR '))
      .map((term) => `(${term})`)
      .join(' AND ')
    const query = excludedProjects.length
      ? `(${wanted}) NOT (${excludedProjects.map((slug) => `project:"${projectWord(spaceId, slug)}"`).join(' OR ')})`
      : wanted
    return sql<number>`(select rowid from items_text where items_text match ${query} order by rowid desc)`
  },
}
