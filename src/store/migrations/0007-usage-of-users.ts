import { type Kysely, sql } from 'kysely'

export const recountsUsage = true

/** How many items each user has, and how many bytes of text. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const bigint = dialect === 'sqlite' ? sql`integer` : sql`bigint`
  for (const column of ['item_count', 'text_bytes'])
    await db.schema
      .alterTable('users')
      .addColumn(column, bigint, (c) => c.notNull().defaultTo(0))
      .execute()
}
