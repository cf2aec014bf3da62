import { compiledQuery } from './compiled-query.ts'
import type { Db, MembershipRow, SharedSpaceRow, SpaceRow } from './schema.ts'

/** A user's membership of a shared space. */
export type Membership = Pick<MembershipRow, 'space_id' | 'role' | 'default_of'> &
  Pick<SharedSpaceRow, 'id' | 'name'> &
  SpaceRow

const memberships = (db: Db) =>
  db
    .selectFrom('memberships')
    .innerJoin('shared_spaces', 'shared_spaces.space_id', 'memberships.space_id')
    .innerJoin('spaces', 'spaces.space_id', 'memberships.space_id')
    .selectAll('spaces')
    .select(['memberships.role', 'memberships.default_of', 'shared_spaces.id', 'shared_spaces.name'])

const selectOfUser = compiledQuery((db, { userId }: { userId: string }) =>
  memberships(db).where('memberships.user_id', '=', userId).orderBy('shared_spaces.name'),
)

/** A user's memberships, invitations included, by the names of the spaces. */
export const membershipsOf = (db: Db, userId: string): PromiseLike<Membership[]> => selectOfUser(db, { userId })

/**
 * The same for the users of keys, by the keys' hashes, of which only those are in the answer that are still valid.
 */
export async function membershipsOfKeys(db: Db, hashes: readonly string[]): Promise<Map<string, Membership[]>> {
  const valid = await db.selectFrom('keys').where('hash', 'in', hashes).select('hash').execute()
  const found = new Map(valid.map(({ hash }): [string, Membership[]] => [hash, []]))
  if (!found.size) return found
  const rows = await memberships(db)
    .innerJoin('keys', 'keys.user_id', 'memberships.user_id')
    .where('keys.hash', 'in', [...found.keys()])
    .select('keys.hash')
    .orderBy('shared_spaces.name')
    .execute()
  for (const { hash, ...membership } of rows) found.get(hash)!.push(membership)
  return found
}

/** A user's membership, or invitation, of the space of a name. */
export async function membershipIn(db: Db, userId: string, name: string): Promise<Membership | undefined> {
  return memberships(db)
    .where('memberships.user_id', '=', userId)
    .where('shared_spaces.name', '=', name)
    .executeTakeFirst()
}

/** A member of a space, or who is invited to it. */
export type Member = Omit<MembershipRow, 'called' | 'default_of'> & { name: string; called: string[] }

/** Those of a space, oldest first. */
export async function membersOf(db: Db, spaceId: number): Promise<Member[]> {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .where('memberships.space_id', '=', spaceId)
    .selectAll('memberships')
    .select('users.name')
    .orderBy('memberships.since')
    .orderBy('users.name')
    .execute()
  return rows.map((row) => ({ ...row, called: JSON.parse(row.called) as string[] }))
}

/** The names of the members of all spaces that a user is a member of, by the spaces' numbers, in order. */
export async function namesOfMembers(db: Db, userId: string): Promise<Map<number, string[]>> {
  const rows = await db
    .selectFrom('memberships as own')
    .innerJoin('memberships as each', 'each.space_id', 'own.space_id')
    .innerJoin('users', 'users.id', 'each.user_id')
    .where('own.user_id', '=', userId)
    .where('own.role', '!=', 'invited')
    .where('each.role', '!=', 'invited')
    .select(['own.space_id', 'users.name'])
    .execute()
  const found = new Map<number, string[]>()
  for (const { space_id, name } of rows) found.set(space_id, [...(found.get(space_id) ?? []), name].sort())
  return found
}

/** Whether a shared space has the name, or had it. */
export async function isSpaceName(db: Db, name: string): Promise<boolean> {
  return (await db.selectFrom('shared_spaces').where('name', '=', name).select('name').executeTakeFirst()) !== undefined
}

export async function insertSharedSpace(db: Db, row: SharedSpaceRow): Promise<void> {
  await db.insertInto('shared_spaces').values(row).execute()
}

/** All shared spaces that stand. */
export async function sharedSpaces(db: Db): Promise<(SpaceRow & Pick<SharedSpaceRow, 'id' | 'name' | 'created_at'>)[]> {
  return db
    .selectFrom('shared_spaces')
    .innerJoin('spaces', 'spaces.space_id', 'shared_spaces.space_id')
    .selectAll('spaces')
    .select(['shared_spaces.id', 'shared_spaces.name', 'shared_spaces.created_at'])
    .orderBy('shared_spaces.name')
    .execute()
}

/** Makes a shared space without members one of nobody; its name stays taken. */
export async function detachSharedSpace(db: Db, spaceId: number): Promise<void> {
  await db.updateTable('shared_spaces').set({ space_id: null }).where('space_id', '=', spaceId).execute()
}

type OneMembership = Pick<MembershipRow, 'space_id' | 'user_id'>

export async function insertMembership(db: Db, row: Omit<MembershipRow, 'default_of'>): Promise<void> {
  await db
    .insertInto('memberships')
    .values({ ...row, default_of: '[]' })
    .execute()
  await countMemberships(db, row.user_id)
}

export async function updateMembership(
  db: Db,
  { space_id, user_id }: OneMembership,
  changes: Partial<Pick<MembershipRow, 'role' | 'called' | 'since' | 'default_of'>>,
): Promise<void> {
  await db
    .updateTable('memberships')
    .set(changes)
    .where('space_id', '=', space_id)
    .where('user_id', '=', user_id)
    .execute()
}

/** Deletes a membership and its feed key. */
export async function deleteMembership(db: Db, { space_id, user_id }: OneMembership): Promise<void> {
  await db.deleteFrom('keys').where('user_id', '=', user_id).where('space_id', '=', space_id).execute()
  await db.deleteFrom('memberships').where('space_id', '=', space_id).where('user_id', '=', user_id).execute()
  await countMemberships(db, user_id)
}

/** Writes down of how many spaces a user is a member, which spares others the question. */
async function countMemberships(db: Db, userId: string): Promise<void> {
  const { count } = await db
    .selectFrom('memberships')
    .where('user_id', '=', userId)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  await db
    .updateTable('users')
    .set({ memberships: Number(count) })
    .where('id', '=', userId)
    .execute()
}
