import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import { conflict, TrackError } from '#domain/errors.ts'
import type { PlacedItem } from '#domain/items.ts'
import { itemsAssignedTo, updateItem } from '#store/items.ts'
import { membersOf } from '#store/memberships.ts'
import { waitFor } from '#store/run-steps.ts'
import type { SpaceRow } from '#store/schema.ts'
import type { ReadContext } from './context.ts'

/** The names of those to whom items of the space can be assigned: nobody in one's own. */
export function* assignableNames({ db, user, spaceId }: ReadContext): Step<Set<string>> {
  if (!user.shared) return new Set()
  const members = yield* waitFor(() => membersOf(db, spaceId))
  return new Set(members.filter(({ role }) => role !== 'invited').map(({ name }) => name))
}

/**
 * Throws `invalid` where a write assigns an item to who is no member of its space, `conflict` where it is an undo that
 * would.
 */
export function* requireAssignable(
  write: ReadContext & { undoes: number | null },
  changes: readonly EntityDifference[],
): Step<void> {
  const given = new Set(changes.map(newlyAssigned).filter((name) => name !== null))
  if (!given.size) return
  const names = yield* assignableNames(write)
  const [foreign] = [...given].filter((name) => !names.has(name))
  if (foreign === undefined) return
  const { shared } = write.user
  const message = shared
    ? `${foreign} is no member of ${shared.name}`
    : `${foreign} can't do it: nobody else enters your own space`
  if (write.undoes !== null)
    throw conflict(`this can't be undone: it was assigned to ${foreign}, and ${message}`, {
      hint: 'Nothing was changed.',
    })
  throw new TrackError('invalid', `assigned: ${message}`, {
    errors: [{ path: 'assigned', message }],
    ...(shared && { hint: `Its members are ${[...names].join(', ')}.` }),
  })
}

/** Whom a write assigns an item to; null where that is nobody, or who had it before. */
function newlyAssigned({ entity, before, after }: EntityDifference): string | null {
  if (entity !== 'item' || !after) return null
  const { assigned } = after as PlacedItem
  return assigned === ((before as PlacedItem | null)?.assigned ?? null) ? null : assigned
}

/** Assigns what was a member's to nobody, as a write of another space makes it. Returns the differences. */
export function* unassign(
  { db, now }: Pick<ReadContext, 'db' | 'now'>,
  { space_id, revision }: Pick<SpaceRow, 'space_id' | 'revision'>,
  name: string,
): Step<EntityDifference[]> {
  const differences: EntityDifference[] = []
  for (;;) {
    const items = yield* itemsAssignedTo(db, space_id, name)
    if (!items.length) return differences
    for (const before of items) {
      const after = { ...before, assigned: null, updated_at: now.at, revision }
      yield* updateItem(db, space_id, before, after)
      differences.push({ entity: 'item', id: before.id, before, after })
    }
  }
}
