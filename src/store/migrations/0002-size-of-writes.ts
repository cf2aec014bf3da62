import { type Kysely, sql } from 'kysely'

/** The size of a journal row's differences, so that readers know it before they load them. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .alterTable('journal')
    .addColumn('size', dialect === 'sqlite' ? 'integer' : 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  await sql`update journal set size = (
    select coalesce(sum(coalesce(length(d.before), 0) + coalesce(length(d.after), 0)), 0)
    from journal_differences d where d.user_id = journal.user_id and d.revision = journal.revision
  )`.execute(db)
}
