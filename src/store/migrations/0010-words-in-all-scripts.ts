import { type Kysely, sql } from 'kysely'

/** The words of all items are made anew while the server runs: up to which id of a space that is done; null: all. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const type = dialect === 'sqlite' ? sql`text` : sql`text collate "C"`
  await db.schema.alterTable('spaces').addColumn('reindexed_to', type).execute()
  await sql`update spaces set reindexed_to = '' where item_count > 0`.execute(db)
}
