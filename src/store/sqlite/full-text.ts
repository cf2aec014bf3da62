import { sql } from 'kysely'
import { wordsOf } from '#domain/search.ts'
import type { FullText } from '../engine.ts'

/** A user's rows are found by a word that stands in each of them. */
const userWord = (userId: string) => `u${userId.replaceAll('-', '')}`

/** Words as a query has them, so that both always agree on what a word is; the tokenizer only parts them at spaces. */
const spaced = (text: string) => wordsOf(text).join(' ')

/** FTS5. Contentless: the index holds words only, the text stays in `items`. */
export const fullText: FullText = {
  async create(db) {
    await sql`create virtual table items_text using fts5(owner, title, notes, tags, content='', contentless_delete=1, detail=column, tokenize="ascii")`.execute(db)
  },
  async put(db, rows) {
    const values = rows.map(({ seq, userId, title, notes, tags }) => sql`(${seq}, ${userWord(userId)}, ${spaced(title)}, ${spaced(notes ?? '')}, ${spaced(tags.join(' '))})`)
    await sql`insert or replace into items_text (rowid, owner, title, notes, tags) values ${sql.join(values)}`.execute(db)
  },
  async remove(db, seqs) {
    await sql`delete from items_text where rowid in (${sql.join(seqs)})`.execute(db)
  },
  matches(userId, words) {
    const query = [`owner:${userWord(userId)}`, ...words.map((word) => `{title notes tags}:"${word.replaceAll('"', '""')}"*`)].join(' AND ')
    return sql<number>`(select rowid from items_text where items_text match ${query} order by rowid desc)`
  },
}
