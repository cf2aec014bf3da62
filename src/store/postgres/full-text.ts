import { sql } from 'kysely'
import { wordsOf } from '#domain/search.ts'
import type { FullText } from '../engine.ts'
import { seqOf } from '../items.ts'

/** A lexeme may have 2046 bytes, a character 4. */
const LONGEST_WORD = 500
const MOST_WORDS = 8000

/** A user's rows are found by a word that stands in each of them, a project's tasks by another, both such as no text can hold. */
const userWord = (userId: string) => `:${userId}`
const projectWord = (slug: string) => `:p:${slug}`

const lexeme = (word: string) => word.slice(0, LONGEST_WORD)
const quoted = (word: string) => `'${word.replace(/['\\]/g, '$&$&')}'`

/** A table of word sets under a GIN index. Words are parted as everywhere in Track, never by the database's own language. */
export const fullText: FullText = {
  async create(db) {
    await sql`create table items_text (seq bigint primary key, words tsvector not null)`.execute(db)
    await sql`create index items_text_words on items_text using gin (words) with (fastupdate = off)`.execute(db)
  },
  renew: async () => false,
  async put(db, rows) {
    const values = rows.map(({ userId, id, title, notes, tags, project }) => {
      const words = [...new Set(wordsOf([title, ...tags, notes ?? ''].join(' ')).map(lexeme))].slice(0, MOST_WORDS)
      const owners = project === null ? [userWord(userId)] : [userWord(userId), projectWord(project)]
      return sql`(${seqOf(userId, id)}, array_to_tsvector(${[...owners, ...words]}::text[]))`
    })
    await sql`insert into items_text (seq, words) values ${sql.join(values)} on conflict (seq) do update set words = excluded.words`.execute(
      db,
    )
  },
  async remove(db, userId, ids) {
    await sql`delete from items_text where seq in (select seq from items where user_id = ${userId} and id in (${sql.join(ids)}))`.execute(
      db,
    )
  },
  async forget(db, userId) {
    await sql`delete from items_text where seq in (select seq from items where user_id = ${userId})`.execute(db)
  },
  matches(userId, words, but = []) {
    const others = but.map((slug) => `!${quoted(projectWord(slug))}`)
    const query = [quoted(userWord(userId)), ...words.map((word) => `${quoted(lexeme(word))}:*`), ...others].join(' & ')
    return sql<number>`(select seq from items_text where words @@ ${query}::tsquery order by seq desc)`
  },
}
