import { addDays } from '#domain/dates.ts'
import type { Members } from '#domain/effects/records.ts'
import type { PlacedItem } from '#domain/items.ts'
import { turnDays } from '#domain/turns.ts'
import { completingWrites } from '#store/members-items.ts'
import { assignableNames } from './assignment.ts'
import { undoneRevisions } from './changes.ts'
import type { ReadContext } from './context.ts'

/** Who shares the space that a call is about; undefined for one's own. */
export function membersOfSpace(context: ReadContext): Members | undefined {
  const { db, user, spaceId, now } = context
  if (!user.shared) return undefined
  return {
    caller: user.name,
    *has(name) {
      return (yield* assignableNames(context)).has(name)
    },
    *countCompletions(id) {
      const since = addDays(now.today, -turnDays)
      const writes = (yield* completingWrites(db, spaceId, id, since)).filter(({ op }) => !op.startsWith('changes.'))
      const undone = yield* undoneRevisions(
        db,
        spaceId,
        writes.map(({ revision }) => revision),
      )
      const counts = new Map<string, number>()
      for (const { revision, difference } of writes) {
        const [before, after] = [difference.before as PlacedItem | null, difference.after as PlacedItem | null]
        if (!after?.done_by || !after.last_done || undone.has(revision)) continue
        if (after.last_done < since || (before?.last_done ?? '') >= after.last_done) continue
        counts.set(after.done_by, (counts.get(after.done_by) ?? 0) + 1)
      }
      return counts
    },
  }
}
