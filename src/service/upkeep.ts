import { deleteAnswersBefore } from '#store/idempotency.ts'
import { compactJournal } from '#store/journal.ts'
import { allUsers } from '#store/users.ts'
import type { World } from './context.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const JOURNAL_DAYS = 400
const ANSWER_DAYS = 30

/** Forgets what has been kept long enough, user by user, so that nobody waits long: journal rows and answers to repeated writes. Rejects at its end when it failed for someone. */
export async function upkeep(world: World): Promise<void> {
  const ago = (days: number) => new Date(world.now().getTime() - days * DAY_MS).toISOString()
  const failures: unknown[] = []
  const users = await allUsers(world.engine.read)
  for (const { id } of users) {
    const tidied = world.engine.write(`user ${id}`, async (db) => {
      await compactJournal(db, id, ago(JOURNAL_DAYS))
      await deleteAnswersBefore(db, id, ago(ANSWER_DAYS))
    })
    await tidied.catch((error) => failures.push(error))
  }
  if (failures.length)
    throw new Error(`upkeep failed for ${failures.length} of ${users.length}`, { cause: failures[0] })
}
