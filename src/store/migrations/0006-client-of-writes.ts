import type { Kysely } from 'kysely'

/** The journal names the client of a write by the word that the API uses. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('journal').renameColumn('door', 'client').execute()
}
