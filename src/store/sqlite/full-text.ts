import { sql } from 'kysely'
import { wordsOf } from '#domain/search.ts'
import type { FullText } from '../engine.ts'
import { prepared } from '../prepared.ts'
import type { Db } from '../schema.ts'

/** A user's rows are found by a word that stands in each of them. */
const userWord = (userId: string) => `u${userId.replaceAll('-', '')}`

/** Words as a query has them, so that both always agree on what a word is; the tokenizer only parts them at spaces. */
const spaced = (text: string) => wordsOf(text).join(' ')

const putOne = prepared((db, { seq, owner, title, notes, tags }: { seq: number; owner: string; title: string; notes: string; tags: string }) => ({
  compile: () => sql`insert or replace into items_text (rowid, owner, title, notes, tags) values (${seq}, ${owner}, ${title}, ${notes}, ${tags})`.compile(db),
}))

/** From here on, words that are taken out leave no trace in the file. */
const erase = (db: Db) => sql`insert into items_text (items_text, rank) values ('secure-delete', 1)`.execute(db)

/** FTS5. Contentless: the index holds words only, the text stays in `items`. */
export const fullText: FullText = {
  async create(db) {
    await sql`create virtual table items_text using fts5(owner, title, notes, tags, content='', contentless_delete=1, detail=column, tokenize="ascii")`.execute(db)
    await erase(db)
  },
  async put(db, rows) {
    const words = rows.map(({ seq, userId, title, notes, tags }) => ({ seq, owner: userWord(userId), title: spaced(title), notes: spaced(notes ?? ''), tags: spaced(tags.join(' ')) }))
    if (words.length === 1) return void (await putOne(db, words[0]!))
    const values = words.map(({ seq, owner, title, notes, tags }) => sql`(${seq}, ${owner}, ${title}, ${notes}, ${tags})`)
    await sql`insert or replace into items_text (rowid, owner, title, notes, tags) values ${sql.join(values)}`.execute(db)
  },
  async remove(db, seqs) {
    await sql`delete from items_text where rowid in (${sql.join(seqs)})`.execute(db)
  },
  async forget(db, userId) {
    await erase(db) // files of earlier versions did not
    await sql`delete from items_text where rowid in (select seq from items where user_id = ${userId})`.execute(db)
  },
  matches(userId, words) {
    const query = [`owner:${userWord(userId)}`, ...words.map((word) => `{title notes tags}:"${word.replaceAll('"', '""')}"*`)].join(' AND ')
    return sql<number>`(select rowid from items_text where items_text match ${query} order by rowid desc)`
  },
}
