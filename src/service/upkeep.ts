import { dateAnswersAnew, deleteAnswersBefore } from '#store/idempotency.ts'
import { compactJournal } from '#store/journal-compaction.ts'
import { allUsers } from '#store/users.ts'
import { MAX_CLOCK_DIFFERENCE_MS, msSinceNewestWrite } from './clock-check.ts'
import type { ServiceDeps } from './context.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const JOURNAL_DAYS = 400
const ANSWER_DAYS = 30
/** Nothing was written before. */
const FIRST_VERSION_AT = '2026'

/**
 * Deletes old journal rows and saved answers, one transaction per user, so that nobody waits long; nothing of a user
 * whose newest write is far from the clock. Goes on after a failure, and rejects in the end.
 */
export async function upkeep(deps: ServiceDeps): Promise<void> {
  const failures: unknown[] = []
  const users = await allUsers(deps.engine.read)
  for (const user of users) {
    const cleanup = deps.engine.write(`user ${user.id}`, async (db) => {
      const now = deps.now().getTime()
      if (Math.abs(await msSinceNewestWrite(db, user, now)) > MAX_CLOCK_DIFFERENCE_MS) return
      const at = (ms: number) => new Date(now + ms).toISOString()
      const [earliest, latest] = [at(-MAX_CLOCK_DIFFERENCE_MS), at(MAX_CLOCK_DIFFERENCE_MS)]
      const plausible = { from: FIRST_VERSION_AT, to: latest }
      await compactJournal(deps.engine, db, user.space_id, at(-JOURNAL_DAYS * DAY_MS), plausible)
      await dateAnswersAnew(db, user.space_id, at(0), [earliest, latest])
      await deleteAnswersBefore(db, user.space_id, at(-ANSWER_DAYS * DAY_MS))
    })
    await cleanup.catch((error) => failures.push(error))
  }
  if (failures.length)
    throw new Error(`upkeep failed for ${failures.length} of ${users.length}`, { cause: failures[0] })
}
