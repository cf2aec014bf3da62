import type { Step } from '#domain/effects/steps.ts'
import type { User } from '#domain/users.ts'
import { type JournalParts, NO_PARTS } from '#store/journal.ts'
import {
  deleteMembership,
  detachSharedSpace,
  type Membership,
  membershipsOf,
  membersOf,
  updateMembership,
} from '#store/memberships.ts'
import { runSteps } from '#store/run-steps.ts'
import type { SpaceRow } from '#store/schema.ts'
import { nextRevision, getSpace } from '#store/spaces.ts'
import { unassign } from './assignment.ts'
import { type Entry, record } from './journal.ts'
import { entryOf, lockUser, recordSettingsChange } from './settings-changes.ts'
import type { Write } from './write.ts'

type SpaceNumber = Pick<Membership, 'id' | 'space_id'>

/**
 * Locks a space until this write ends, so that whatever its members write has ended or comes after it. To be called
 * before its memberships are changed.
 */
export async function lockSpace({ deps, db }: Write, { id }: SpaceNumber): Promise<void> {
  await runSteps(deps.engine.lock(db, `space ${id}`))
}

/**
 * Raises the revision of a space that is locked, so that its members' clients notice; `change` writes to its items,
 * journals that by the entry, and returns the parts.
 */
export async function recordInSpace(
  write: Write,
  { id, space_id }: SpaceNumber,
  change: (space: SpaceRow, entry: Entry) => Step<JournalParts> = noChange,
): Promise<void> {
  const space = nextRevision((await getSpace(write.db, space_id))!)
  write.raisedOwners.add(id)
  const entry = entryOf(write)
  await runSteps(record(write.db, space, entry, [], await runSteps(change(space, entry))))
}

function* noChange(): Step<JournalParts> {
  return NO_PARTS
}

/** Tells a user's own journal that their memberships have changed. */
export async function recordForUser(write: Write, name: string): Promise<void> {
  if (name === write.user.name) write.settingsChanged = true
  else await recordSettingsChange(write, await lockUser(write, name))
}

/** Takes a user out of a space that is locked, and out of its items. */
export async function takeOut(write: Write, space: SpaceNumber, user: Pick<User, 'id' | 'name'>): Promise<void> {
  await deleteMembership(write.db, { space_id: space.space_id, user_id: user.id })
  await recordInSpace(write, space, (at, entry) => unassign(write, at, user.name, entry))
}

/** Removes a space that is locked; what it has but its name is deleted after this write. */
export async function removeSpace(write: Write, { id, space_id }: SpaceNumber): Promise<void> {
  const members = await membersOf(write.db, space_id)
  for (const member of members) await deleteMembership(write.db, member)
  await detachSharedSpace(write.db, space_id)
  write.removedSpaces.push(space_id)
  for (const { name } of members) await recordForUser(write, name)
  write.raisedOwners.add(id)
}

/**
 * Takes a user who is removed out of all spaces. One whose last owner they were passes to its oldest member; one
 * without members is removed.
 */
export async function leaveAll(write: Write, user: Pick<User, 'id' | 'name'>): Promise<void> {
  for (const space of await membershipsOf(write.db, user.id)) {
    await lockSpace(write, space)
    await takeOut(write, space, user)
    const members = (await membersOf(write.db, space.space_id)).filter(({ role }) => role !== 'invited')
    const [oldest] = members
    if (!oldest) await removeSpace(write, space)
    else if (!members.some(({ role }) => role === 'owner')) {
      await updateMembership(write.db, oldest, { role: 'owner' })
      await recordForUser(write, oldest.name)
    }
  }
}
