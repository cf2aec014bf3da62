import { type Kysely, sql } from 'kysely'

/** The write that last changed a user's time zone: null and 0 for none. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const bigint = dialect === 'sqlite' ? sql`integer` : sql`bigint`
  await db.schema.alterTable('users').addColumn('timezone_changed_at', 'text').execute()
  await db.schema
    .alterTable('users')
    .addColumn('timezone_revision', bigint, (c) => c.notNull().defaultTo(0))
    .execute()
}
