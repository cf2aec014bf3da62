import type { Engine } from '#store/engine.ts'
import { journalEntries } from '#store/journal.ts'
import type { Db } from '#store/schema.ts'
import { allOwners, type Owner } from '#store/users.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Where clock and newest write differ by more, one of them is of a wrong clock, or nobody has written for so long. */
export const MAX_CLOCK_DIFFERENCE_MS = 400 * DAY_MS

/** Milliseconds from a space's newest write, or from their addition if there is none, until an instant. */
export async function msSinceNewestWrite(db: Db, { space_id, created_at }: Owner, until: number): Promise<number> {
  const [newest] = await journalEntries(db, space_id, { limit: 1 })
  return until - Date.parse(newest?.at ?? created_at)
}

/** Why the clock may be wrong, or have been wrong, in a sentence; null where the journal agrees with it. */
export async function findClockDifference({ read }: Engine, now: Date): Promise<string | null> {
  let latest: { name: string; ago: number } | undefined
  for (const owner of await allOwners(read)) {
    const ago = await msSinceNewestWrite(read, owner, now.getTime())
    const sinceAddition = now.getTime() - Date.parse(owner.created_at)
    if (-ago > MAX_CLOCK_DIFFERENCE_MS || ago > sinceAddition + MAX_CLOCK_DIFFERENCE_MS)
      return sentence(now, owner.name, ago)
    if (!latest || ago < latest.ago) latest = { name: owner.name, ago }
  }
  return latest && latest.ago > MAX_CLOCK_DIFFERENCE_MS ? sentence(now, latest.name, latest.ago) : null
}

function sentence(now: Date, name: string, ago: number): string {
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return `the clock says ${dayOf(now.getTime())}, but the newest write of ${name} is of ${dayOf(now.getTime() - ago)}`
}
