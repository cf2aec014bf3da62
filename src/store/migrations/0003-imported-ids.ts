import { type Kysely, sql } from 'kysely'

/** Ids that came by an import, so that none is issued twice. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const key = dialect === 'sqlite' ? sql`text` : sql`text collate "C"`
  const table = db.schema
    .createTable('imported_ids')
    .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('id', key, (c) => c.notNull())
    .addPrimaryKeyConstraint('imported_ids_pk', ['user_id', 'id'])
  await (dialect === 'sqlite' ? table.modifyEnd(sql`strict, without rowid`) : table).execute()
}
