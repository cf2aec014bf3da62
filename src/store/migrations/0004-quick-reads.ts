import { sql } from 'kysely'
import type { Engine } from '../engine.ts'
import { rebuildFullText } from '../items.ts'
import type { Db } from '../schema.ts'

/**
 * Indexes that save Today and the project page a scan or a sort; and the project of each task in the full-text index,
 * so that a search can exclude projects.
 */
export async function up(db: Db, engine: Engine): Promise<void> {
  await sql`create index items_urgent on items (user_id) where open = 1 and due is null and priority <= 2`.execute(db)
  await db.schema.dropIndex('features_of_project').execute()
  await db.schema
    .createIndex('features_of_project')
    .on('features')
    .columns(['user_id', 'project', 'created_at', 'id'])
    .execute()
  // otherwise 0005 fills it
  if (!(await engine.fullText.resetIfOutdated(db))) await rebuildFullText(engine, db, 'tasks')
}
