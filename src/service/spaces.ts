import type { ParsedInput } from '#contract/schemas.ts'
import type { ListedSpace, Member, Space, SpaceSummary } from '#contract/types.ts'
import { conflict, TrackError } from '#domain/errors.ts'
import { MAX_SPACES } from '#domain/spaces.ts'
import type { User } from '#domain/users.ts'
import {
  insertMembership,
  insertSharedSpace,
  isSpaceName,
  type Membership,
  type Member as StoredMember,
  membershipIn,
  membershipsOf,
  membersOf,
  namesOfMembers,
  updateMembership,
} from '#store/memberships.ts'
import type { Db } from '#store/schema.ts'
import { getSpace, insertSpace } from '#store/spaces.ts'
import { userByName } from '#store/users.ts'
import type { ReadContext } from './context.ts'
import { noSuchSpace } from './find.ts'
import { lockSpace, recordInSpace, removeSpace } from './membership-changes.ts'
import { issueKey } from './users.ts'
import type { Write } from './write.ts'

export const summaryOf = ({ id, name, role, revision }: Membership): SpaceSummary =>
  role === 'invited' ? { name, role } : { id, name, role, revision }

/** A user's shared spaces and invitations, by name. */
export const summariesOf = (memberships: readonly Membership[]): SpaceSummary[] => memberships.map(summaryOf)

export async function list({ db, user }: ReadContext): Promise<{ spaces: ListedSpace[] }> {
  const [memberships, members] = await Promise.all([membershipsOf(db, user.id), namesOfMembers(db, user.id)])
  const listed = (one: Membership): ListedSpace =>
    one.role === 'invited' ? summaryOf(one) : { ...summaryOf(one), members: members.get(one.space_id) ?? [] }
  return { spaces: memberships.map(listed) }
}

export const memberOf = ({ name, role, called }: StoredMember): Member => ({ name, role, called })

/** A user's own space, which nobody else ever enters. */
function ownSpace({ id, name, revision }: User): Space {
  return { id, name, role: 'owner', members: [{ name, role: 'owner', called: [] }], revision }
}

/**
 * A space with its members, or the user's own. Throws `not_found` where the user is no member, though they be invited.
 */
export async function get({ db, user }: ReadContext, { name }: ParsedInput<'spaces.get'>): Promise<Space> {
  return name === user.name ? ownSpace(user) : describe(db, await requireMembership(db, user, name))
}

async function describe(
  db: Db,
  { id, name, role, space_id }: Pick<Membership, 'id' | 'name' | 'role' | 'space_id'>,
): Promise<Space> {
  const [members, space] = await Promise.all([membersOf(db, space_id), getSpace(db, space_id)])
  if (!space) throw noSuchSpace(name) // removed a moment ago
  return { id, name, role, members: members.map(memberOf), revision: space.revision }
}

/** Throws `not_found` where the user is no member, with a hint where they are invited. */
export async function requireMembership(db: Db, user: User, name: string): Promise<Membership> {
  const membership = await membershipIn(db, user.id, name)
  if (!membership) throw noSuchSpace(name)
  if (membership.role === 'invited')
    throw new TrackError('not_found', `you are invited to ${name} and have not joined it`, {
      hint: `track space join ${name}`,
    })
  return membership
}

/** Throws `not_found` where the user is no member, `forbidden` where no owner, `conflict` for their own space. */
export async function requireOwnership(db: Db, user: User, name: string): Promise<Membership> {
  if (name === user.name) throw conflict(`${name} is your own space, which nobody else ever enters`)
  const membership = await requireMembership(db, user, name)
  if (membership.role !== 'owner') throw new TrackError('forbidden', `only an owner of ${name} can do this`)
  return membership
}

/** Makes a space, and the caller its owner. Throws `conflict` for a name that is or was taken, and for too many. */
export async function add(write: Write, { name }: ParsedInput<'spaces.add'>): Promise<Space> {
  const { deps, db, user, now } = write
  if ((await userByName(db, name)) || (await isSpaceName(db, name)))
    throw conflict(`the name ${name} is taken`, { hint: 'Names are shared with users, and none is given again.' })
  await requireRoom(db, user)
  const id = deps.uuid()
  const space_id = await insertSpace(db)
  await insertSharedSpace(db, { name, id, space_id, created_at: now.at })
  await insertMembership(db, { space_id, user_id: user.id, role: 'owner', called: '[]', since: now.at })
  await issueKey(deps, db, user.id, 'feed', now.at, space_id)
  write.settingsChanged = true
  return describe(db, { id, name, role: 'owner', space_id })
}

/** Throws `conflict` where a user, of whom `who` speaks, is a member of as many spaces as one may be. */
export async function requireRoom(db: Db, { id }: Pick<User, 'id'>, who = 'you are'): Promise<void> {
  const joined = (await membershipsOf(db, id)).filter(({ role }) => role !== 'invited')
  if (joined.length >= MAX_SPACES)
    throw conflict(`${who} a member of ${joined.length} spaces, and ${MAX_SPACES} is the most`, {
      hint: 'Leave one first: track space leave NAME',
    })
}

/** Accepts an invitation. Throws `not_found` where there is none, `conflict` for too many spaces. */
export async function join(write: Write, { name }: ParsedInput<'spaces.join'>): Promise<Space> {
  const { deps, db, user, now } = write
  if (name === user.name) return ownSpace(user)
  const membership = await membershipIn(db, user.id, name)
  if (!membership) throw noSuchSpace(name)
  if (membership.role !== 'invited') return describe(db, membership)
  await requireRoom(db, user)
  await lockSpace(write, membership)
  const { space_id } = membership
  await updateMembership(db, { space_id, user_id: user.id }, { role: 'member', since: now.at })
  await issueKey(deps, db, user.id, 'feed', now.at, space_id)
  await recordInSpace(write, membership)
  write.settingsChanged = true
  return describe(db, { ...membership, role: 'member' })
}

/** Removes a space with all that it holds. Throws as `requireOwnership`. */
export async function remove(write: Write, { name }: ParsedInput<'spaces.remove'>): Promise<void> {
  const membership = await requireOwnership(write.db, write.user, name)
  await lockSpace(write, membership)
  await removeSpace(write, membership)
}
