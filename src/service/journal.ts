import { type Step, together } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { User } from '#domain/users.ts'
import { appendJournal } from '#store/journal.ts'
import type { Db, JournalRow, SpaceRow } from '#store/schema.ts'
import { advanceSpace } from '#store/spaces.ts'

/** A write as its journal sees it. */
interface JournaledWrite extends Pick<JournalRow, 'client' | 'op' | 'undoes'> {
  now: Now
  user: Pick<User, 'name' | 'shared'>
  linked: { changesAnything: boolean; spaceId: number; revision: number } | undefined
}

/** What the journal says of a write beside what it changed. */
export function entryOf({ now, client, user, op, undoes, linked }: JournaledWrite): Entry {
  const link = linked?.changesAnything && { linked_space: linked.spaceId, linked_revision: linked.revision }
  return { at: now.at, client, by: user.shared ? user.name : null, op, undoes, ...link }
}

type Entry = Pick<JournalRow, 'at' | 'client' | 'by' | 'op' | 'undoes'> &
  Partial<Pick<JournalRow, 'linked_space' | 'linked_revision'>>

/**
 * Replaces a space's row by that of its next revision, and appends the write to its journal, but for the last round
 * trip: returns the step that makes it.
 */
export function* beginRecord(
  db: Db,
  space: SpaceRow,
  entry: Entry,
  differences: readonly EntityDifference[],
): Step<() => Step<void>> {
  const { space_id, revision } = space
  const write = {
    linked_space: null,
    linked_revision: null,
    ...entry,
    space_id,
    revision,
    kept: differences.some(completesChore) ? 1 : 0,
  }
  const append = yield* appendJournal(db, write, differences)
  return function* () {
    const [advanced] = yield* together(advanceSpace(db, space), append())
    if (!advanced) throw new Error(`revision ${revision} of space ${space_id} is taken`)
  }
}

/** The same as a whole. */
export function* record(...write: Parameters<typeof beginRecord>): Step<void> {
  yield* (yield* beginRecord(...write))()
}

function completesChore({ entity, before, after }: EntityDifference): boolean {
  if (entity !== 'item' || !before || !after) return false
  const [was, is] = [before as PlacedItem, after as PlacedItem]
  return is.kind === 'chore' && was.last_done !== is.last_done
}
