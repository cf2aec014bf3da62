import type { Step } from '#domain/effects/steps.ts'
import type { Role } from '#domain/users.ts'
import { compiledQuery } from './compiled-query.ts'
import { query } from './query.ts'
import type { Db, KeyRow, OwnerRow, UserRow } from './schema.ts'
import { emptySpace } from './spaces.ts'

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

/** The user whom a key authenticates, and the kind of the key. */
export const userOfKey = query(function* (db: Db, hash: string): Step<(OwnerRow & Pick<KeyRow, 'kind'>) | undefined> {
  return (yield* selectByKey(db, { hash }))[0]
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

/** Those of the key hashes that are still valid, with their user's revision. */
export async function validKeys(
  db: Db,
  hashes: readonly string[],
): Promise<{ hash: string; user_id: string; revision: number }[]> {
  if (!hashes.length) return []
  return withKey(db).where('keys.hash', 'in', hashes).select(['keys.hash', 'keys.user_id', 'spaces.revision']).execute()
}

const selectById = compiledQuery((db, { id }: { id: string }) =>
  withSpace(db).where('users.id', '=', id).selectAll(['users', 'spaces']),
)

export const userById = query(function* (db: Db, id: string): Step<OwnerRow | undefined> {
  return (yield* selectById(db, { id }))[0]
})

export async function userByName(db: Db, name: string): Promise<OwnerRow | undefined> {
  return withSpace(db).where('users.name', '=', name).selectAll(['users', 'spaces']).executeTakeFirst()
}

export async function allUsers(db: Db): Promise<OwnerRow[]> {
  return withSpace(db).selectAll(['users', 'spaces']).orderBy('users.name').execute()
}

export async function countAdmins(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .where('role', '=', 'admin')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Inserts a user with an empty space, whose number is the next one: all who add users hold the same lock. */
export async function insertUser(db: Db, user: Omit<UserRow, 'space_id'>): Promise<void> {
  const { last } = await db
    .selectFrom('spaces')
    .select((eb) => eb.fn.max('space_id').as('last'))
    .executeTakeFirstOrThrow()
  const space = emptySpace((last ?? 0) + 1)
  await db.insertInto('spaces').values(space).execute()
  await db
    .insertInto('users')
    .values({ ...user, space_id: space.space_id })
    .execute()
}

export async function setRole(db: Db, id: string, role: Role): Promise<void> {
  await db.updateTable('users').set({ role }).where('id', '=', id).execute()
}

export async function setZone(db: Db, id: string, timezone: string, chosen: boolean): Promise<void> {
  await db
    .updateTable('users')
    .set({ timezone, timezone_chosen: chosen ? 1 : 0 })
    .where('id', '=', id)
    .execute()
}

/** Deletes a user and, by cascade, all rows of their space, but not its words in SQLite's full-text index. */
export async function deleteUser(db: Db, { id, space_id }: Pick<UserRow, 'id' | 'space_id'>): Promise<void> {
  await db.deleteFrom('users').where('id', '=', id).execute()
  await db.deleteFrom('spaces').where('space_id', '=', space_id).execute()
}

/** Replaces the user's key of that kind. */
export async function replaceKey(db: Db, key: KeyRow): Promise<void> {
  await db.deleteFrom('keys').where('user_id', '=', key.user_id).where('kind', '=', key.kind).execute()
  await db.insertInto('keys').values(key).execute()
}

export async function feedKeyOf(db: Db, userId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('keys')
    .where('user_id', '=', userId)
    .where('kind', '=', 'feed')
    .select('secret')
    .executeTakeFirst()
  return row?.secret ?? undefined
}
