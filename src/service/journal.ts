import { type Step, together } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { User } from '#domain/users.ts'
import { appendJournal, type JournalParts } from '#store/journal.ts'
import type { JournalEntry } from '#store/journal-entry.ts'
import type { Db, SpaceRow } from '#store/schema.ts'
import { advanceSpace } from '#store/spaces.ts'

/** A write as its journal sees it. */
interface JournaledWrite extends Pick<JournalEntry, 'client' | 'op' | 'undoes'> {
  now: Now
  user: Pick<User, 'name' | 'shared'>
  linked: { changesAnything: boolean; spaceId: number; revision: number } | undefined
}

/** What the journal says of a write beside what it changed. */
export function entryOf({ now, client, user, op, undoes, linked }: JournaledWrite): Entry {
  const link = linked?.changesAnything && { linked_space: linked.spaceId, linked_revision: linked.revision }
  return { at: now.at, client, by: user.shared ? user.name : null, op, undoes, ...link }
}

export type Entry = Pick<JournalEntry, 'at' | 'client' | 'by' | 'op' | 'undoes'> &
  Partial<Pick<JournalEntry, 'linked_space' | 'linked_revision'>>

/** The journal's row of a write, without its size. */
export function journalEntryOf(
  space_id: number,
  revision: number,
  entry: Entry,
  differences: readonly EntityDifference[],
): Omit<JournalEntry, 'size'> {
  const kept = differences.some(completesChore) ? 1 : 0
  return { space_id, revision, kept, linked_space: null, linked_revision: null, ...entry }
}

/**
 * Replaces a space's row by that of its next revision, and appends the write to its journal, but for the last round
 * trip: returns the step that makes it. `appended` are the parts that are journaled already.
 */
export function* beginRecord(
  db: Db,
  space: SpaceRow,
  entry: Entry,
  differences: readonly EntityDifference[],
  appended?: JournalParts,
): Step<() => Step<void>> {
  const { space_id, revision } = space
  const write = journalEntryOf(space_id, revision, entry, differences)
  const append = yield* appendJournal(db, write, differences, appended)
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
