import { type Kysely, sql } from 'kysely'

/** The full-text index holds each task's project from here on, so that a search can exclude projects. */
export const rebuildsFullText = true

/** Indexes that save Today and the project page a scan or a sort. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index items_urgent on items (user_id) where open = 1 and due is null and priority <= 2`.execute(db)
  await db.schema.dropIndex('features_of_project').execute()
  await db.schema
    .createIndex('features_of_project')
    .on('features')
    .columns(['user_id', 'project', 'created_at', 'id'])
    .execute()
}
