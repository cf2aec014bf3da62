import { sql } from 'kysely'
import { wordsOf } from '#domain/search.ts'
import type { FullText } from '../engine.ts'
import { seqOf } from '../items.ts'
import { bound, rowsOf } from '../query.ts'
import { compiledQuery } from '../compiled-query.ts'

/**
 * Every word is prefixed with its user, so that a search reads one range of the index, whatever others have written.
 */
const userPrefix = (userId: string) => `u${userId.replaceAll('-', '')}`

/** Text is split into words like queries are; the tokenizer only splits the result at spaces. */
const wordsIn = (userId: string, text: string) =>
  wordsOf(text)
    .map((word) => userPrefix(userId) + word)
    .join(' ')

/** A project as one word: the tokenizer would split it at a dash. */
const projectWord = (userId: string, slug: string) => `${userPrefix(userId)}${slug.replaceAll('-', '·')}`

interface IndexedWords {
  userId: string
  id: string
  project: string
  title: string
  notes: string
  tags: string
}

const upsertRows = compiledQuery((db, { rows }: { rows: IndexedWords[] }) => {
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

/** An FTS5 table without content: the text is in `items` only. */
export const fullText: FullText = {
  *upsert(db, rows) {
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
    yield* upsertRows(db, { rows: words })
  },
  *remove(db, userId, ids) {
    const rows = sql`select seq from items where user_id = ${userId} and id in (${sql.join(ids)})`
    yield* rowsOf(db, bound(db, sql`delete from items_text where rowid in (${rows})`))
  },
  async removeUser(db, userId) {
    await sql`delete from items_text where rowid in (select seq from items where user_id = ${userId})`.execute(db)
  },
  matches(userId, words, excludedProjects = []) {
    const wanted = words
      .map((word) => `{title notes tags}:"${userPrefix(userId)}${word.replaceAll('"', '""')}"*`)
      .join(' AND ')
    const query = excludedProjects.length
      ? `(${wanted}) NOT (${excludedProjects.map((slug) => `project:"${projectWord(userId, slug)}"`).join(' OR ')})`
      : wanted
    return sql<number>`(select rowid from items_text where items_text match ${query} order by rowid desc)`
  },
}
