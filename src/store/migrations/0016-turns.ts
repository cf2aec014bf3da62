import type { Kysely } from 'kysely'

/** Chores that members of a space do in turn, and who did what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['turns', 'turn_rule', 'done_by'])
    await db.schema.alterTable('items').addColumn(column, 'text').execute()
}
