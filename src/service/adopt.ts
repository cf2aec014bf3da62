import type { ParsedInput } from '#contract/schemas.ts'
import type { AdoptedSpace } from '#contract/types.ts'
import { conflict, TrackError } from '#domain/errors.ts'
import { hasBudgets } from '#store/items.ts'
import { insertMembership, insertSharedSpace, membersOf, membershipsOf } from '#store/memberships.ts'
import type { Db, OwnerRow } from '#store/schema.ts'
import { deleteUser, userOfKey } from '#store/users.ts'
import { LOCAL } from './current-user.ts'
import { requireNoGiftFor } from './gift-secrecy.ts'
import { recordForUser, recordInSpace } from './membership-changes.ts'
import { lockUser } from './settings-changes.ts'
import { memberOf, requireRoom } from './spaces.ts'
import { hashOf, issueKey, requireAnotherAdmin } from './users.ts'
import type { Write } from './write.ts'

/**
 * Turns a user whose key several people use into a space of members, of whom the first one is its owner. It keeps name,
 * id, items, journal and revision; the user's keys end. Throws `not_found` for an unknown user or member, `forbidden`
 * without the user's key, and `conflict` for the caller's own user, the last administrator, a member of shared spaces,
 * a space that is being imported to or indexed, and members who may not enter it.
 */
export async function adopt(
  write: Write,
  { name, key, members: given }: ParsedInput<'spaces.adopt'>,
): Promise<AdoptedSpace> {
  const { deps, db, now } = write
  const user = await lockUser(write, name)
  if (user.id === write.user.id)
    throw conflict("you can't turn your own user into a space", { hint: 'Another administrator can.' })
  if (write.user.id !== LOCAL.id) await requireKey(db, user, key)
  await requireAnotherAdmin(write, user, 'turned into a space')
  await requireAlone(db, user)
  requireQuiet(write, user)
  const members = await findMembers(write, user, [...new Set(given)])
  const { id, space_id } = user
  await deleteUser(db, id)
  await insertSharedSpace(db, { name, id, space_id, created_at: now.at })
  for (const [i, member] of members.entries()) {
    const membership = { space_id, user_id: member.id, role: i ? 'member' : 'owner', since: now.at } as const
    await insertMembership(db, { ...membership, called: '[]' })
    await issueKey(deps, db, member.id, 'feed', now.at, space_id)
    await recordForUser(write, member.name)
  }
  await recordInSpace(write, { id, space_id })
  write.settingsChanged = true
  return { id, name, members: (await membersOf(db, space_id)).map(memberOf), revision: user.revision + 1 }
}

async function requireKey(db: Db, user: OwnerRow, key: string | undefined): Promise<void> {
  const holder = key === undefined ? undefined : await userOfKey(db, hashOf(key))
  if (holder?.id === user.id && holder.kind === 'api') return
  const why = key === undefined ? `the key of ${user.name} is missing` : `this is not the key of ${user.name}`
  throw new TrackError('forbidden', `${why}, and an administrator opens nobody's items`, {
    hint: `Whoever uses ${user.name} has its key.`,
  })
}

/** What a user has in other spaces would have nobody to go to. */
async function requireAlone(db: Db, { id, name }: OwnerRow): Promise<void> {
  const spaces = (await membershipsOf(db, id)).map((membership) => membership.name)
  if (spaces.length)
    throw conflict(`${name} is a member of spaces or invited to them: ${spaces.join(', ')}`, {
      hint: `With the key of ${name}: track space leave NAME`,
    })
}

/** What goes on in the space goes on under the user's name. */
function requireQuiet({ deps }: Write, { name, space_id, reindexed_to }: OwnerRow): void {
  const isImporting = deps.engine.hasUnfinishedWrite(space_id)
  if (!isImporting && reindexed_to === null) return
  throw conflict(`${isImporting ? 'an import into' : 'the indexing of'} ${name} has not ended`, {
    hint: 'Try again when it has.',
  })
}

/** The users who become members. Throws `not_found`, and `conflict` where one of them may not. */
async function findMembers(write: Write, user: OwnerRow, names: readonly string[]): Promise<OwnerRow[]> {
  const { db } = write
  const { name, currency, space_id } = user
  if (names.includes(name)) throw conflict(`${name} becomes the space, and can't be a member of it`)
  const members: OwnerRow[] = []
  for (const one of names) members.push(await lockUser(write, one))
  for (const member of members) await requireRoom(db, member, `${member.name} is`)
  const foreign = members.find((member) => member.currency !== currency)
  if (foreign && (await hasBudgets(db, space_id)))
    throw conflict(
      `amounts of ${name} are in ${currency}, and ${foreign.name} would read them as ${foreign.currency}`,
      {
        hint: `${foreign.name} sets it: track me --currency ${currency}`,
      },
    )
  await requireNoGiftFor(write, user, names)
  return members
}
