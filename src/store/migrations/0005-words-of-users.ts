import type { Engine } from '../engine.ts'
import { rebuildFullText } from '../items.ts'
import type { Db } from '../schema.ts'

/** SQLite: prefixes each word in the full-text index with its user. */
export async function up(db: Db, engine: Engine): Promise<void> {
  if (await engine.fullText.resetIfOutdated(db)) await rebuildFullText(engine, db, 'all')
}
