import type { Kysely } from 'kysely'

/** The currency of a user's amounts, ISO 4217. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('users')
    .addColumn('currency', 'text', (c) => c.notNull().defaultTo('USD'))
    .execute()
}
