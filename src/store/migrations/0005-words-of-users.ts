import type { Engine } from '../engine.ts'
import { reindexed } from '../items.ts'
import type { Db } from '../schema.ts'

/** SQLite: each word in the full-text index begins with its user. */
export async function up(db: Db, engine: Engine): Promise<void> {
  if (await engine.text.renew(db)) await reindexed(engine, db, 'all')
}
