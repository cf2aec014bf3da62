import type { Role, User } from '#domain/users.ts'
import { prepared, preparedChange } from './prepared.ts'
import type { Db, KeyRow, UserRow } from './schema.ts'

const ofKey = prepared((db, { hash }: { hash: string }) =>
  db
    .selectFrom('keys')
    .innerJoin('users', 'users.id', 'keys.user_id')
    .where('keys.hash', '=', hash)
    .select([
      'keys.kind',
      'users.id',
      'users.name',
      'users.role',
      'users.timezone',
      'users.revision',
      'users.created_at',
    ]),
)

/** The user that a key opens, and what kind of key it is. */
export async function userOfKey(db: Db, hash: string): Promise<(User & Pick<KeyRow, 'kind'>) | undefined> {
  return (await ofKey(db, { hash }))[0]
}

/** Of these key hashes, those that still open something, with their user's revision. */
export async function livingKeys(
  db: Db,
  hashes: readonly string[],
): Promise<{ hash: string; user_id: string; revision: number }[]> {
  if (!hashes.length) return []
  return db
    .selectFrom('keys')
    .innerJoin('users', 'users.id', 'keys.user_id')
    .where('keys.hash', 'in', hashes)
    .select(['keys.hash', 'keys.user_id', 'users.revision'])
    .execute()
}

const withId = prepared((db, { id }: { id: string }) => db.selectFrom('users').where('id', '=', id).selectAll())

export async function userById(db: Db, id: string): Promise<UserRow | undefined> {
  return (await withId(db, { id }))[0]
}

export async function userByName(db: Db, name: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').where('name', '=', name).selectAll().executeTakeFirst()
}

export async function allUsers(db: Db): Promise<UserRow[]> {
  return db.selectFrom('users').selectAll().orderBy('name').execute()
}

export async function countAdmins(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('users')
    .where('role', '=', 'admin')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertUser(db: Db, user: UserRow): Promise<void> {
  await db.insertInto('users').values(user).execute()
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

/** Removes a user and, with the row, everything that is theirs but what the full-text index holds. */
export async function deleteUser(db: Db, id: string): Promise<void> {
  await db.deleteFrom('users').where('id', '=', id).execute()
}

/** Writes a user's next revision, if `revision` is still the present one's successor. */
export async function raiseRevision(db: Db, id: string, revision: number): Promise<boolean> {
  return (await raised(db, { id, revision, before: revision - 1 })) === 1
}

const raised = preparedChange((db, { id, revision, before }: { id: string; revision: number; before: number }) =>
  db.updateTable('users').set({ revision }).where('id', '=', id).where('revision', '=', before),
)

/** Puts a key in the place of the user's former one of that kind. */
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
