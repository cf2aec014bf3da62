import type { Kysely } from 'kysely'

/** The pools whose items a member has in a shared space by default. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('memberships')
    .addColumn('default_of', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
}
