import { compiledUpdate } from './compiled-query.ts'
import type { Engine } from './engine.ts'
import { differencesFrom } from './journal-json.ts'
import { nextTurn } from './next-turn.ts'
import { runSteps } from './run-steps.ts'
import type { Db, JournalEntityRow, JournalRow } from './schema.ts'
import { indexWaiting } from './unindexed.ts'

/** Rows that are read and deleted at a time. */
const BATCH_SIZE = 20

/**
 * Deletes the rows before the first one that is not older than `before`, except completions of chores (`kept`), and
 * raises `journal_from` to the last revision that expired: clients at an older one must reload. Instants outside
 * `plausible` are of a wrong clock: such a row goes with those after it, not with those before. All in milliseconds
 * since 1970.
 */
export async function compactJournal(
  engine: Engine,
  db: Db,
  spaceId: number,
  before: number,
  plausible: { from: number; to: number },
): Promise<void> {
  const rows = db.selectFrom('journal').where('space_id', '=', spaceId)
  const firstYoung = await rows
    .where('at', '>=', before)
    .where('at', '<=', plausible.to)
    .select((eb) => eb.fn.min('revision').as('revision'))
    .executeTakeFirst()
  if (!firstYoung?.revision) return
  const { revision: lastExpired } = await rows
    .where('revision', '<', firstYoung.revision)
    .where('at', '>=', plausible.from)
    .where('at', '<', before)
    .select((eb) => eb.fn.max('revision').as('revision'))
    .executeTakeFirstOrThrow()
  if (lastExpired === null) return
  await runSteps(indexWaiting(engine, db, spaceId))
  await deleteJournal(db, spaceId, lastExpired)
  await db.updateTable('spaces').set({ journal_from: lastExpired }).where('space_id', '=', spaceId).execute()
}

/** Deletes the rows up to a revision that are not `kept`, a few at a time. */
async function deleteJournal(db: Db, spaceId: number, last: number): Promise<void> {
  for (let [from, more] = [0, true]; more;) {
    const rows = await db
      .selectFrom('journal')
      .where('space_id', '=', spaceId)
      .where('revision', '>=', from)
      .where('revision', '<=', last)
      .where('kept', '=', 0)
      .select(['revision', 'part', 'at', 'differences'])
      .orderBy('revision')
      .orderBy('part')
      .limit(BATCH_SIZE)
      .execute()
    for (const row of rows) await deletePart(db, spaceId, row)
    more = rows.length === BATCH_SIZE
    if (more) from = rows.at(-1)!.revision
    await nextTurn()
  }
}

async function deletePart(
  db: Db,
  space_id: number,
  row: Pick<JournalRow, 'at' | 'revision' | 'part' | 'differences'>,
): Promise<void> {
  const { revision, part } = row
  for (const { id: entity_id } of differencesFrom(row)) await removeEntity(db, { space_id, entity_id, revision, part })
  await removeRow(db, { space_id, revision, part })
}

const removeEntity = compiledUpdate((db, { space_id, entity_id, revision, part }: JournalEntityRow) =>
  db
    .deleteFrom('journal_entities')
    .where('space_id', '=', space_id)
    .where('entity_id', '=', entity_id)
    .where('revision', '=', revision)
    .where('part', '=', part),
)
const removeRow = compiledUpdate(
  (db, { space_id, revision, part }: Pick<JournalRow, 'space_id' | 'revision' | 'part'>) =>
    db.deleteFrom('journal').where('space_id', '=', space_id).where('revision', '=', revision).where('part', '=', part),
)
