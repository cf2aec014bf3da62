import { type Kysely, sql } from 'kysely'

export const rebuildsFullText = true

/** SQLite: prefixes each word in the full-text index with its user, and overwrites what is removed from it. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  if (dialect !== 'sqlite') return
  await sql`drop table items_text`.execute(db)
  await sql`create virtual table items_text using fts5(
      project, title, notes, tags, content='', contentless_delete=1, detail=column, tokenize="ascii"
    )`.execute(db)
  await sql`insert into items_text (items_text, rank) values ('secure-delete', 1)`.execute(db)
}
