import type { Kysely } from 'kysely'

/** The other half of a write that moved items between two spaces. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const column of ['linked_space', 'linked_revision'])
    await db.schema
      .alterTable('journal')
      .addColumn(column, dialect === 'sqlite' ? 'integer' : 'bigint')
      .execute()
}
