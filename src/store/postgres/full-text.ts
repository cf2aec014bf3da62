import { sql } from 'kysely'
import { wordsOf } from '#domain/search-words.ts'
import type { FullText } from '../engine.ts'
import { bound, rowsOf } from '../query.ts'

/** A lexeme may have 2046 bytes, a character up to 4. */
const MAX_WORD_CHARACTERS = 500
const MAX_WORDS = 8000

/** Lexemes that mark each row with its space and project. They contain a colon, which no indexed word does. */
const spaceWord = (spaceId: number) => `:${spaceId}`
const projectWord = (slug: string) => `:p:${slug}`

const lexeme = (word: string) => word.slice(0, MAX_WORD_CHARACTERS)
const quoted = (word: string) => `'${word.replace(/['\\]/g, '$&$&')}'`

/** A table of word sets with a GIN index. Words are split by Track's own rules, not by the database's language. */
export const fullText: FullText = {
  *upsert(db, spaceId, items) {
    const values = items.map(({ seq, item: { title, notes, tags, project } }) => {
      const words = [...new Set(wordsOf([title, ...tags, notes ?? ''].join(' ')).map(lexeme))].slice(0, MAX_WORDS)
      const owners = project === null ? [spaceWord(spaceId)] : [spaceWord(spaceId), projectWord(project)]
      return sql`(${spaceId}, ${seq}, array_to_tsvector(${[...owners, ...words]}::text[]))`
    })
    yield* rowsOf(
      db,
      bound(
        db,
        sql`
      insert into items_text (space_id, seq, words) values ${sql.join(values)}
      on conflict (space_id, seq) do update set words = excluded.words
    `,
      ),
    )
  },
  *remove(db, spaceId, ids) {
    const rows = sql`select seq from items where space_id = ${spaceId} and id in (${sql.join(ids)})`
    yield* rowsOf(db, bound(db, sql`delete from items_text where space_id = ${spaceId} and seq in (${rows})`))
  },
  overwriteRemoved: async () => false, // PostgreSQL's vacuum does
  matches(spaceId, terms, excludedProjects = []) {
    const others = excludedProjects.map((slug) => `!${quoted(projectWord(slug))}`)
    const wanted = terms.map(
      (ways) => `(${ways.map((way) => `(${way.map((word) => `${quoted(lexeme(word))}:*`).join(' & ')})`).join(' | ')})`,
    )
    const query = [quoted(spaceWord(spaceId)), ...wanted, ...others].join(' & ')
    return sql<number>`(
      select seq from items_text where space_id = ${spaceId} and words @@ ${query}::tsquery order by seq desc
    )`
  },
}
