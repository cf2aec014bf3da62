import type { Kysely } from 'kysely'

/** The time of day at which an item is due, `HH:MM`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('items').addColumn('at', 'text').execute()
}
