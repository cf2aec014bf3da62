import { sql } from 'kysely'
import { wordsOf } from '#domain/search.ts'
import type { FullText } from '../engine.ts'
import { prepared } from '../prepared.ts'
import type { Db } from '../schema.ts'

/** A user's rows are found by a word that stands in each of them. */
const userWord = (userId: string) => `u${userId.replaceAll('-', '')}`

/** Beside it, a task's project, as one word: the tokenizer parts at a dash. */
const projectWord = (slug: string) => `p${slug.replaceAll('-', '·')}`

const ownerWords = (userId: string, project: string | null) => (project === null ? userWord(userId) : `${userWord(userId)} ${projectWord(project)}`)

/** Words as a query has them, so that both always agree on what a word is; the tokenizer only parts them at spaces. */
const spaced = (text: string) => wordsOf(text).join(' ')

interface Words {
  seq: number
  owner: string
  title: string
  notes: string
  tags: string
}

const put = prepared((db, { rows }: { rows: Words[] }) => {
  const values = rows.map(({ seq, owner, title, notes, tags }) => sql`(${seq}, ${owner}, ${title}, ${notes}, ${tags})`)
  return { compile: () => sql`insert or replace into items_text (rowid, owner, title, notes, tags) values ${sql.join(values)}`.compile(db) }
})

/** From here on, words that are taken out leave no trace in the file. */
const erase = (db: Db) => sql`insert into items_text (items_text, rank) values ('secure-delete', 1)`.execute(db)

/** FTS5. Contentless: the index holds words only, the text stays in `items`. */
export const fullText: FullText = {
  async create(db) {
    await sql`create virtual table items_text using fts5(owner, title, notes, tags, content='', contentless_delete=1, detail=column, tokenize="ascii")`.execute(db)
    await erase(db)
  },
  async put(db, rows) {
    await put(db, { rows: rows.map(({ seq, userId, title, notes, tags, project }) => ({ seq, owner: ownerWords(userId, project), title: spaced(title), notes: spaced(notes ?? ''), tags: spaced(tags.join(' ')) })) })
  },
  async remove(db, seqs) {
    await sql`delete from items_text where rowid in (${sql.join(seqs)})`.execute(db)
  },
  async forget(db, userId) {
    await erase(db) // files of earlier versions did not
    await sql`delete from items_text where rowid in (select seq from items where user_id = ${userId})`.execute(db)
  },
  matches(userId, words, but = []) {
    const wanted = [`owner:${userWord(userId)}`, ...words.map((word) => `{title notes tags}:"${word.replaceAll('"', '""')}"*`)].join(' AND ')
    const query = but.length ? `(${wanted}) NOT (${but.map((slug) => `owner:"${projectWord(slug)}"`).join(' OR ')})` : wanted
    return sql<number>`(select rowid from items_text where items_text match ${query} order by rowid desc)`
  },
}
