import { deleteAnswersBefore } from '#store/idempotency.ts'
import { compactJournal } from '#store/journal.ts'
import { allUsers } from '#store/users.ts'
import type { ServiceDeps } from './context.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const JOURNAL_DAYS = 400
const ANSWER_DAYS = 30

/**
 * Deletes old journal rows and saved answers, one transaction per user, so that nobody waits long. Goes on after a
 * failure, and rejects in the end.
 */
export async function upkeep(deps: ServiceDeps): Promise<void> {
  const ago = (days: number) => new Date(deps.now().getTime() - days * DAY_MS).toISOString()
  const failures: unknown[] = []
  const users = await allUsers(deps.engine.read)
  for (const { id } of users) {
    const cleanup = deps.engine.write(`user ${id}`, async (db) => {
      await compactJournal(db, id, ago(JOURNAL_DAYS))
      await deleteAnswersBefore(db, id, ago(ANSWER_DAYS))
    })
    await cleanup.catch((error) => failures.push(error))
  }
  if (failures.length)
    throw new Error(`upkeep failed for ${failures.length} of ${users.length}`, { cause: failures[0] })
}
