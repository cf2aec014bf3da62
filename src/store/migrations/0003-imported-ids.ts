import type { Engine } from '../engine.ts'
import type { Db } from '../schema.ts'

/** Ids that came by an import, so that none is issued twice. */
export async function up(db: Db, engine: Engine): Promise<void> {
  const { key } = engine.types
  const table = db.schema
    .createTable('imported_ids')
    .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('id', key, (c) => c.notNull())
    .addPrimaryKeyConstraint('imported_ids_pk', ['user_id', 'id'])
  const end = engine.tableOptions(true)
  await (end ? table.modifyEnd(end) : table).execute()
}
