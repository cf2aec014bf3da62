import type { Kysely } from 'kysely'

/** Who of a space's members does an item. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('items').addColumn('assigned', 'text').execute()
}
