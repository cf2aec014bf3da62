import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import { conflict, TrackError } from '#domain/errors.ts'
import type { PlacedItem } from '#domain/items.ts'
import { withoutMember } from '#domain/turns.ts'
import { updateItem } from '#store/items.ts'
import { appendParts, type JournalParts, NO_PARTS } from '#store/journal.ts'
import { itemsOfMember } from '#store/members-items.ts'
import { membersOf } from '#store/memberships.ts'
import { waitFor } from '#store/run-steps.ts'
import type { SpaceRow } from '#store/schema.ts'
import type { ReadContext } from './context.ts'
import { type Entry, journalEntryOf } from './journal.ts'

/** The names of those to whom items of the space can be assigned: nobody in one's own. */
export function* assignableNames({ db, user, spaceId }: ReadContext): Step<Set<string>> {
  if (!user.shared) return new Set()
  const members = yield* waitFor(() => membersOf(db, spaceId))
  return new Set(members.filter(({ role }) => role !== 'invited').map(({ name }) => name))
}

type Named = [name: string, field: 'assigned' | 'turns']

/**
 * Throws `invalid` where a write assigns an item, or a turn, to who is no member of its space, `conflict` where an undo
 * would.
 */
export function* requireAssignable(
  write: ReadContext & { undoes: number | null },
  changes: readonly EntityDifference[],
): Step<void> {
  const given = new Map(changes.flatMap(newlyNamed))
  if (!given.size) return
  const names = yield* assignableNames(write)
  const [foreign, path = 'assigned'] = [...given].find(([name]) => !names.has(name)) ?? []
  if (foreign === undefined) return
  const { shared } = write.user
  const message = shared
    ? `${foreign} is no member of ${shared.name}`
    : `${foreign} can't do it: nobody else enters your own space`
  if (write.undoes !== null)
    throw conflict(`this can't be undone: it would bring ${foreign} back (${path}), and ${message}`, {
      hint: 'Nothing was changed.',
    })
  throw new TrackError('invalid', `${path}: ${message}`, {
    errors: [{ path, message }],
    ...(shared && { hint: `Its members are ${[...names].join(', ')}.` }),
  })
}

/** Whom a write names, and in which field, of an item that did not name them there before. */
function newlyNamed({ entity, before, after }: EntityDifference): Named[] {
  if (entity !== 'item' || !after) return []
  const [was, is] = [before as PlacedItem | null, after as PlacedItem]
  const named: Named[] = []
  if (is.assigned !== null && is.assigned !== was?.assigned) named.push([is.assigned, 'assigned'])
  for (const name of is.turns ?? []) if (!was?.turns?.includes(name)) named.push([name, 'turns'])
  return named
}

/**
 * Takes a member out of items, as a write of another space makes it, and journals it part by part, so that not all need
 * be in memory. Returns the parts.
 */
export function* unassign(
  { db, now }: Pick<ReadContext, 'db' | 'now'>,
  { space_id, revision }: Pick<SpaceRow, 'space_id' | 'revision'>,
  name: string,
  entry: Entry,
): Step<JournalParts> {
  let parts = NO_PARTS
  for (let last = ''; ;) {
    const items = yield* itemsOfMember(db, space_id, name, last)
    if (!items.length) return parts
    last = items.at(-1)!.id
    const differences: EntityDifference[] = []
    for (const before of items) {
      const after = { ...withoutMember(before, name), updated_at: now.at, revision }
      yield* updateItem(db, space_id, before, after)
      differences.push({ entity: 'item', id: before.id, before, after })
    }
    parts = yield* appendParts(db, journalEntryOf(space_id, revision, entry, differences), differences, parts)
  }
}
