import type { ParsedInput } from '#contract/schemas.ts'
import type { Member } from '#contract/types.ts'
import { conflict, notFound, TrackError } from '#domain/errors.ts'
import { MAX_MEMBERS } from '#domain/spaces.ts'
import {
  insertMembership,
  type Member as StoredMember,
  type Membership,
  membershipIn,
  membersOf,
  updateMembership,
} from '#store/memberships.ts'
import { noSuchSpace } from './find.ts'
import { requireNoGiftFor } from './gift-secrecy.ts'
import { lockSpace, recordForUser, recordInSpace, takeOut } from './membership-changes.ts'
import { memberOf, requireMembership, requireOwnership } from './spaces.ts'
import { userByName } from '#store/users.ts'
import type { Write } from './write.ts'

/**
 * Invites a user, or changes the role of a member. Throws `not_found`, `forbidden` where the caller is no owner, and
 * `conflict` where the space is full, its last owner would be none, who is no member yet would own it, or a gift is for
 * them.
 */
export async function set(write: Write, { name, user, role }: ParsedInput<'members.set'>): Promise<Member> {
  const { db } = write
  const space = await requireOwnership(db, write.user, name)
  await lockSpace(write, space)
  const members = await membersOf(db, space.space_id)
  const member = members.find((one) => one.name === user)
  if (!member) return invite(write, space, members, { user, role })
  if (member.role === 'invited') {
    if (role === 'owner') throw notJoined(user)
    return memberOf(member)
  }
  if (member.role === role) return memberOf(member)
  if (role === 'member') requireAnotherOwner(space, members, user)
  await updateMembership(db, member, { role })
  await recordInSpace(write, space)
  await recordForUser(write, user)
  return memberOf({ ...member, role })
}

function notJoined(user: string): TrackError {
  return conflict(`${user} has not joined yet and can't be an owner`, { hint: 'Invite them as a member first.' })
}

async function invite(
  write: Write,
  space: Membership,
  members: readonly StoredMember[],
  { user, role }: Pick<ParsedInput<'members.set'>, 'user' | 'role'>,
): Promise<Member> {
  const { db, now } = write
  const invited = await userByName(db, user)
  if (!invited) throw notFound(`user ${user}`)
  if (role === 'owner') throw notJoined(user)
  if (members.length >= MAX_MEMBERS)
    throw conflict(`${space.name} has ${members.length} members and invitations, and ${MAX_MEMBERS} is the most`)
  await requireNoGiftFor(write, space, [user])
  const membership = { space_id: space.space_id, user_id: invited.id, role: 'invited', since: now.at } as const
  await insertMembership(db, { ...membership, called: '[]' })
  await recordInSpace(write, space)
  await recordForUser(write, user)
  write.created = true
  return memberOf({ ...membership, name: user, called: [] })
}

/** Throws `conflict` where the user is the only owner of the space. */
function requireAnotherOwner({ name }: Membership, members: readonly StoredMember[], user: string): void {
  if (members.some((one) => one.role === 'owner' && one.name !== user)) return
  throw conflict(`${user} is the last owner of ${name}`, {
    hint: `Make another member owner first: track space role ${name} USER owner. Or: track space rm ${name}`,
  })
}

/**
 * Sets by what names the others know a member: an owner of anyone, a member of themselves. Throws `not_found`,
 * `forbidden`, and `conflict` for the caller's own space, and where a gift is for who is invited under that name.
 */
export async function update(write: Write, { name, user, called }: ParsedInput<'members.update'>): Promise<Member> {
  const { db } = write
  const isOneself = user === write.user.name && name !== user
  const space = await (isOneself ? requireMembership : requireOwnership)(db, write.user, name)
  await lockSpace(write, space)
  const member = (await membersOf(db, space.space_id)).find((one) => one.name === user)
  if (!member) throw notFound(`member ${user} of ${name}`)
  const names = [...new Set(called)]
  if (JSON.stringify(names) === JSON.stringify(member.called)) return memberOf(member)
  if (member.role === 'invited') await requireNoGiftFor(write, space, names)
  await updateMembership(db, member, { called: JSON.stringify(names) })
  await recordInSpace(write, space)
  write.settingsChanged = true
  return memberOf({ ...member, called: names })
}

/**
 * Expels a member, leaves, or ends an invitation from either side. Throws `not_found`, `forbidden`, and `conflict`
 * where the last owner would leave.
 */
export async function remove(write: Write, { name, user }: ParsedInput<'members.remove'>): Promise<void> {
  const { db } = write
  const isOneself = user === write.user.name && name !== user
  const space = await (isOneself ? anyMembership(write, name) : requireOwnership(db, write.user, name))
  await lockSpace(write, space)
  const members = await membersOf(db, space.space_id)
  const member = members.find((one) => one.name === user)
  if (!member) throw notFound(`member ${user} of ${name}`)
  if (member.role === 'owner') requireAnotherOwner(space, members, user)
  await takeOut(write, space, { id: member.user_id, name: user })
  await recordForUser(write, user)
  write.settingsChanged = true
}

/** Who is invited may decline. */
async function anyMembership({ db, user }: Write, name: string): Promise<Membership> {
  const membership = await membershipIn(db, user.id, name)
  if (!membership) throw noSuchSpace(name)
  return membership
}
