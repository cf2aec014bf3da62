import { sql } from 'kysely'
import { prefixWords } from '#domain/search-words.ts'
import { compiledRows } from '../compiled-query.ts'
import type { FullText } from '../engine.ts'
import { bound, rowsOf } from '../query.ts'

/**
 * Every word is prefixed with its space, so that a search reads one range of the index, whatever others have written.
 */
const spacePrefix = (spaceId: number) => `${spaceId}s`

/** A project as one word: the tokenizer would split it at a dash. */
const projectWord = (spaceId: number, slug: string) => `${spacePrefix(spaceId)}${slug.replaceAll('-', '·')}`

const wanting = (spaceId: number, word: string) =>
  `{title notes tags}:"${spacePrefix(spaceId)}${word.replaceAll('"', '""')}"*`

const upsertRows = compiledRows(
  5,
  (rows) => sql`insert or replace into items_text (rowid, project, title, notes, tags) values ${rows}`,
)

/** How much one step of a merge writes. */
const MERGED_PAGES = 100

/** An FTS5 table without content: the text is in `items` only. */
export const fullText: FullText = {
  *upsert(db, spaceId, items) {
    // text is split into words like queries are; the tokenizer splits only between them
    const of = (text: string) => prefixWords(text, spacePrefix(spaceId))
    const values: unknown[] = []
    for (const { seq, item } of items) {
      const { title, notes, tags, project } = item
      const owner = project === null ? '' : projectWord(spaceId, project)
      values.push(seq, owner, of(title), notes === null ? '' : of(notes), of(tags.join(' ')))
    }
    yield* upsertRows(db, values)
  },
  *remove(db, spaceId, ids) {
    const rows = sql`select seq from items where space_id = ${spaceId} and id in (${sql.join(ids)})`
    yield* rowsOf(db, bound(db, sql`delete from items_text where rowid in (${rows})`))
  },
  async overwriteRemoved(db, isFirst) {
    const changes = async () => (await sql<{ n: number }>`select total_changes() as n`.execute(db)).rows[0]!.n
    const before = await changes()
    const pages = isFirst ? -MERGED_PAGES : MERGED_PAGES // negative: begins with segments of any size
    await sql`insert into items_text (items_text, rank) values ('merge', ${sql.lit(pages)})`.execute(db)
    return (await changes()) - before >= 2 // else nothing was left to merge (SQLite, FTS5, 6.8)
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
