import { sql } from 'kysely'
import { wordsOf } from '#domain/search.ts'
import type { FullText } from '../engine.ts'
import { seqOf } from '../items.ts'
import { prepared } from '../prepared.ts'
import type { Db } from '../schema.ts'

/** Every word begins with its user: what is looked for stands in one place of the index, whatever others wrote and however much there is. */
const userOf = (userId: string) => `u${userId.replaceAll('-', '')}`

/** Words as a query has them, so that both always agree on what a word is; the tokenizer only parts them at spaces. */
const wordsIn = (userId: string, text: string) =>
  wordsOf(text)
    .map((word) => userOf(userId) + word)
    .join(' ')

/** A project as one word: the tokenizer parts at a dash. */
const projectWord = (userId: string, slug: string) => `${userOf(userId)}${slug.replaceAll('-', '·')}`

interface Words {
  userId: string
  id: string
  project: string
  title: string
  notes: string
  tags: string
}

const put = prepared((db, { rows }: { rows: Words[] }) => {
  const values = rows.map(
    ({ userId, id, project, title, notes, tags }) =>
      sql`(${seqOf(userId, id)}, ${project}, ${title}, ${notes}, ${tags})`,
  )
  return {
    compile: () =>
      sql`insert or replace into items_text (rowid, project, title, notes, tags) values ${sql.join(values)}`.compile(
        db,
      ),
  }
})

/** From here on, words that are taken out leave no trace in the file. */
const erase = (db: Db) => sql`insert into items_text (items_text, rank) values ('secure-delete', 1)`.execute(db)

/** FTS5. Contentless: the index holds words only, the text stays in `items`. */
export const fullText: FullText = {
  async create(db) {
    await sql`create virtual table items_text using fts5(project, title, notes, tags, content='', contentless_delete=1, detail=column, tokenize="ascii")`.execute(
      db,
    )
    await erase(db)
  },
  async renew(db) {
    await sql`drop table items_text`.execute(db)
    await fullText.create(db)
    return true
  },
  async put(db, rows) {
    const words = rows.map(({ userId, id, title, notes, tags, project }) => {
      const of = (text: string) => wordsIn(userId, text)
      return {
        userId,
        id,
        project: project === null ? '' : projectWord(userId, project),
        title: of(title),
        notes: of(notes ?? ''),
        tags: of(tags.join(' ')),
      }
    })
    await put(db, { rows: words })
  },
  async remove(db, userId, ids) {
    await sql`delete from items_text where rowid in (select seq from items where user_id = ${userId} and id in (${sql.join(ids)}))`.execute(
      db,
    )
  },
  async forget(db, userId) {
    await erase(db) // files of earlier versions did not
    await sql`delete from items_text where rowid in (select seq from items where user_id = ${userId})`.execute(db)
  },
  matches(userId, words, but = []) {
    const wanted = words
      .map((word) => `{title notes tags}:"${userOf(userId)}${word.replaceAll('"', '""')}"*`)
      .join(' AND ')
    const query = but.length
      ? `(${wanted}) NOT (${but.map((slug) => `project:"${projectWord(userId, slug)}"`).join(' OR ')})`
      : wanted
    return sql<number>`(select rowid from items_text where items_text match ${query} order by rowid desc)`
  },
}
