import { sql } from 'kysely'
import type { Engine } from '../engine.ts'
import { reindexed } from '../items.ts'
import type { Db } from '../schema.ts'

/** Indexes that Today and a project's page read instead of sorting or looking through, and each task's project in the full-text index, so that a search can leave projects out. */
export async function up(db: Db, engine: Engine): Promise<void> {
  await sql`create index items_urgent on items (user_id) where open = 1 and due is null and priority <= 2`.execute(db)
  await db.schema.dropIndex('features_of_project').execute()
  await db.schema
    .createIndex('features_of_project')
    .on('features')
    .columns(['user_id', 'project', 'created_at', 'id'])
    .execute()
  if (!(await engine.text.renew(db))) await reindexed(engine, db, 'tasks') // what is emptied here is filled by 0005
}
