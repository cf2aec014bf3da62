import { dateAnswersAnew, deleteAnswersBefore } from '#store/idempotency.ts'
import { compactJournal } from '#store/journal-compaction.ts'
import { allOwners } from '#store/users.ts'
import { MAX_CLOCK_DIFFERENCE_MS, msSinceNewestWrite } from './clock-check.ts'
import type { ServiceDeps } from './context.ts'
import { purgeRemovedSpaces } from './removed-spaces.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const JOURNAL_DAYS = 400
const ANSWER_DAYS = 30
/** Nothing was written before. */
const FIRST_VERSION_AT_MS = Date.UTC(2026)

/**
 * Deletes what removed spaces held, and then old journal rows and saved answers, one transaction per space, so that
 * nobody waits long; nothing of one whose newest write is far from the clock. Goes on after a failure, and rejects in
 * the end.
 */
export async function upkeep(deps: ServiceDeps): Promise<void> {
  const failures: unknown[] = []
  await purgeRemovedSpaces(deps.engine).catch((error) => failures.push(error))
  const owners = await allOwners(deps.engine.read)
  for (const owner of owners) {
    const { space_id } = owner
    const cleanup = deps.engine.write(owner.lock, async (db) => {
      const now = deps.now().getTime()
      if (Math.abs(await msSinceNewestWrite(db, owner, now)) > MAX_CLOCK_DIFFERENCE_MS) return
      const at = (ms: number) => new Date(now + ms).toISOString()
      const [earliest, latest] = [at(-MAX_CLOCK_DIFFERENCE_MS), at(MAX_CLOCK_DIFFERENCE_MS)]
      const plausible = { from: FIRST_VERSION_AT_MS, to: now + MAX_CLOCK_DIFFERENCE_MS }
      await compactJournal(deps.engine, db, space_id, now - JOURNAL_DAYS * DAY_MS, plausible)
      await dateAnswersAnew(db, space_id, at(0), [earliest, latest])
      await deleteAnswersBefore(db, space_id, at(-ANSWER_DAYS * DAY_MS))
    })
    await cleanup.catch((error) => failures.push(error))
  }
  if (failures.length)
    throw new Error(`upkeep failed for ${failures.length} of ${owners.length}`, { cause: failures[0] })
}
