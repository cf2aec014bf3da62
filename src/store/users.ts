import { sql } from 'kysely'
import type { Instant } from '#domain/dates.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { MemberRole, SharedSpace } from '#domain/spaces.ts'
import type { Role } from '#domain/users.ts'
import { compiledQuery } from './compiled-query.ts'
import { query } from './query.ts'
import { type Lock, lockOf } from './engine.ts'
import { sharedSpaces } from './memberships.ts'
import type { Db, KeyRow, OwnerRow, SpaceRow, UserRow } from './schema.ts'
import { insertSpace } from './spaces.ts'

/** Users and their spaces; crossing keeps SQLite from beginning with all spaces. */
const withSpace = (db: Db) =>
  db.selectFrom('users').crossJoin('spaces').whereRef('spaces.space_id', '=', 'users.space_id')
const withKey = (db: Db) =>
  db
    .selectFrom('keys')
    .crossJoin('users')
    .whereRef('users.id', '=', 'keys.user_id')
    .crossJoin('spaces')
    .whereRef('spaces.space_id', '=', 'users.space_id')

const selectByKey = compiledQuery((db, { hash }: { hash: string }) =>
  withKey(db).where('keys.hash', '=', hash).selectAll(['users', 'spaces']).select('keys.kind'),
)

/** A user whom a key authenticates, and the kind of the key. */
export type KeyHolder = OwnerRow & Pick<KeyRow, 'kind'>

/** The user whom a key authenticates, with their own space. */
export const userOfKey = query(function* (db: Db, hash: string): Step<KeyHolder | undefined> {
  return (yield* selectByKey(db, { hash }))[0]
})

/** What a shared space is referred to by: its members say its name or id, the program its number. */
export interface SpaceReference {
  by: 'name' | 'id' | 'space_id'
  value: string | number
}

interface SharedColumns {
  shared_id: string | null
  shared_name: string | null
  shared_role: MemberRole | null
}

/** A user in the shared space that is referred to if they are a member of it, else in their own. */
const inSpace = (db: Db, by: SpaceReference['by'], value: string | number) =>
  db
    .selectFrom('users')
    .leftJoin('shared_spaces', (join) => join.on(`shared_spaces.${by}`, '=', value))
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.space_id', '=', 'shared_spaces.space_id')
        .onRef('memberships.user_id', '=', 'users.id')
        .on('memberships.role', '<>', sql.lit('invited')),
    )
    .crossJoin('spaces')
    .where((eb) => eb('spaces.space_id', '=', eb.fn.coalesce('memberships.space_id', 'users.space_id')))
    .selectAll('users')
    .selectAll('spaces') // whose number counts
    .select(['shared_spaces.id as shared_id', 'shared_spaces.name as shared_name', 'memberships.role as shared_role'])

const byColumn = <T>(make: (by: SpaceReference['by']) => T): Record<SpaceReference['by'], T> => ({
  name: make('name'),
  id: make('id'),
  space_id: make('space_id'),
})

const selectByKeyInSpace = byColumn((by) =>
  compiledQuery((db, { hash, value }: { hash: string; value: string | number }) => {
    const key = db.selectFrom('keys').where('keys.hash', '=', hash)
    return inSpace(db, by, value)
      .where('users.id', '=', key.select('keys.user_id'))
      .select(key.select('keys.kind').$asScalar().$notNull().as('kind'))
  }),
)
const selectByIdInSpace = byColumn((by) =>
  compiledQuery((db, { id, value }: { id: string; value: string | number }) =>
    inSpace(db, by, value).where('users.id', '=', id),
  ),
)

function memberFrom<Row extends OwnerRow & SharedColumns>(row: Row): Omit<Row, keyof SharedColumns> {
  const { shared_id: id, shared_name: name, shared_role: role, ...user } = row
  return role === null ? user : { shared: { id, name, role } as SharedSpace, ...user }
}

/**
 * The user whom a key authenticates, in the shared space that is referred to: without `shared`, and in their own space,
 * where they are no member of it.
 */
export const memberOfKey = query(function* (db: Db, hash: string, space: SpaceReference): Step<KeyHolder | undefined> {
  const [row] = yield* selectByKeyInSpace[space.by](db, { hash, value: space.value })
  return row && memberFrom(row)
})

const selectByKeyInAll = compiledQuery((db, { hash }: { hash: string }) => {
  const own = db
    .selectFrom('keys')
    .innerJoin('users', 'users.id', 'keys.user_id')
    .where('keys.hash', '=', hash)
    .select(['keys.kind', 'keys.user_id', 'users.space_id', sql<MemberRole | null>`null`.as('shared_role')])
  const shared = db
    .selectFrom('keys')
    .innerJoin('memberships', 'memberships.user_id', 'keys.user_id')
    .where('keys.hash', '=', hash)
    .where('memberships.role', '<>', sql.lit('invited' as const))
    .select(['keys.kind', 'keys.user_id', 'memberships.space_id', 'memberships.role as shared_role'])
  return db
    .selectFrom(own.unionAll(shared).as('opened'))
    .innerJoin('users', 'users.id', 'opened.user_id')
    .innerJoin('spaces', 'spaces.space_id', 'opened.space_id')
    .leftJoin('shared_spaces', 'shared_spaces.space_id', 'opened.space_id')
    .selectAll('users')
    .selectAll('spaces') // whose number counts
    .select(['opened.kind', 'opened.shared_role', 'shared_spaces.id as shared_id', 'shared_spaces.name as shared_name'])
})

/** The user whom a key authenticates in their own space, and then in each that is shared, by its name. */
export const memberOfKeyInAll = query(function* (db: Db, hash: string): Step<KeyHolder[]> {
  const rows = (yield* selectByKeyInAll(db, { hash })).map(memberFrom)
  const nameOf = ({ shared }: KeyHolder) => shared?.name ?? ''
  return rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
})

const selectFeedKey = compiledQuery((db, { hash }: { hash: string }) =>
  db.selectFrom('keys').where('hash', '=', hash).select('space_id'),
)

/** The user of a key, in the space whose feed it opens; undefined where they are no member of it. */
export const userOfFeedKey = query(function* (db: Db, hash: string): Step<KeyHolder | undefined> {
  const [key] = yield* selectFeedKey(db, { hash })
  if (!key || key.space_id === null) return key && (yield* userOfKey(db, hash))
  const user = yield* memberOfKey(db, hash, { by: 'space_id', value: key.space_id })
  return user?.shared && user
})

/** The same for a user's id. */
export const memberById = query(function* (db: Db, id: string, space: SpaceReference): Step<OwnerRow | undefined> {
  const [row] = yield* selectByIdInSpace[space.by](db, { id, value: space.value })
  return row && memberFrom(row)
})

const selectRevision = compiledQuery((db, { hash }: { hash: string }) =>
  withKey(db).where('keys.hash', '=', hash).select(['users.id', 'spaces.revision']),
)

/** The id and the revision of the user whom a key authenticates: a third of the time that the whole row takes. */
export const revisionOfKey = query(function* (
  db: Db,
  hash: string,
): Step<Pick<OwnerRow, 'id' | 'revision'> | undefined> {
  return (yield* selectRevision(db, { hash }))[0]
})

/** A key in a space that it opens, with that space's revision. */
export interface OpenedSpace {
  hash: string
  space_id: number
  revision: number
}

/** For those of the key hashes that are still valid, the spaces that they open. */
export async function openedSpaces(db: Db, hashes: readonly string[]): Promise<OpenedSpace[]> {
  if (!hashes.length) return []
  const columns = ['keys.hash', 'spaces.space_id', 'spaces.revision'] as const
  const own = await withKey(db)
    .where('keys.hash', 'in', hashes)
    .select([...columns, 'users.memberships'])
    .execute()
  const members = own.filter(({ memberships }) => memberships > 0)
  if (!members.length) return own
  const shared = await db
    .selectFrom('keys')
    .innerJoin('memberships', 'memberships.user_id', 'keys.user_id')
    .innerJoin('spaces', 'spaces.space_id', 'memberships.space_id')
    .where('memberships.role', '<>', 'invited')
    .where(
      'keys.hash',
      'in',
      members.map(({ hash }) => hash),
    )
    .select(columns)
    .execute()
  return [...own, ...shared]
}

const selectById = compiledQuery((db, { id }: { id: string }) =>
  withSpace(db).where('users.id', '=', id).selectAll(['users', 'spaces']),
)

/** A user with their own space. */
export const userById = query(function* (db: Db, id: string): Step<OwnerRow | undefined> {
  return (yield* selectById(db, { id }))[0]
})

export async function userByName(db: Db, name: string): Promise<OwnerRow | undefined> {
  return withSpace(db).where('users.name', '=', name).selectAll(['users', 'spaces']).executeTakeFirst()
}

export async function allUsers(db: Db): Promise<OwnerRow[]> {
  return withSpace(db).selectAll(['users', 'spaces']).orderBy('users.name').execute()
}

/** All spaces, each with the name and lock of its owner. */
export async function allOwners(db: Db): Promise<Owner[]> {
  const [users, shared] = [await allUsers(db), await sharedSpaces(db)]
  return [
    ...users.map((user) => ({ ...user, lock: lockOf(user) })),
    ...shared.map((space) => ({ ...space, lock: `space ${space.id}` as const })),
  ]
}

export async function countAdmins(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .where('role', '=', 'admin')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** A space with what it is called, since when it is there, and its lock. */
export type Owner = SpaceRow & Pick<UserRow, 'name' | 'created_at'> & { lock: Lock }

/** Inserts a user with an empty space. All who add users or spaces hold the same lock. */
export async function insertUser(db: Db, user: Omit<UserRow, 'space_id' | 'memberships'>): Promise<void> {
  const space_id = await insertSpace(db)
  await db
    .insertInto('users')
    .values({ ...user, space_id, memberships: 0 })
    .execute()
}

export async function setRole(db: Db, id: string, role: Role): Promise<void> {
  await db.updateTable('users').set({ role }).where('id', '=', id).execute()
}

/** Sets the zone that a user chose, in the write that makes `revision`. */
export async function setZone(db: Db, id: string, timezone: string, at: Instant, revision: number): Promise<void> {
  await db
    .updateTable('users')
    .set({ timezone, timezone_chosen: 1, timezone_changed_at: at, timezone_revision: revision })
    .where('id', '=', id)
    .execute()
}

export async function setCurrency(db: Db, id: string, currency: string): Promise<void> {
  await db.updateTable('users').set({ currency }).where('id', '=', id).execute()
}

/** Deletes a user with their keys and memberships; their space stays. */
export async function deleteUser(db: Db, id: string): Promise<void> {
  await db.deleteFrom('users').where('id', '=', id).execute()
}

/** Replaces the user's key of that kind and space. */
export async function replaceKey(db: Db, key: KeyRow): Promise<void> {
  await deleteKey(db, key)
  await db.insertInto('keys').values(key).execute()
}

/** Deletes the user's key of a kind and space. */
export async function deleteKey(db: Db, key: Pick<KeyRow, 'user_id' | 'kind' | 'space_id'>): Promise<void> {
  await db
    .deleteFrom('keys')
    .where('user_id', '=', key.user_id)
    .where('kind', '=', key.kind)
    .where('space_id', key.space_id === null ? 'is' : '=', key.space_id)
    .execute()
}

/** The user's key of the feed of a shared space, of (null) their own, or of all. */
export async function feedKeyOf(
  db: Db,
  userId: string,
  { kind, space_id: spaceId }: Pick<KeyRow, 'kind' | 'space_id'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('keys')
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('space_id', spaceId === null ? 'is' : '=', spaceId)
    .select('secret')
    .executeTakeFirst()
  return row?.secret ?? undefined
}
