import type { Step } from '#domain/effects/steps.ts'
import type { Usage } from '#domain/usage.ts'
import type { Role, User } from '#domain/users.ts'
import { compiledQuery, compiledUpdate } from './compiled-query.ts'
import { query } from './query.ts'
import type { Db, KeyRow, UserRow } from './schema.ts'

const selectByKey = compiledQuery((db, { hash }: { hash: string }) =>
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
      'users.item_count',
      'users.text_bytes',
    ]),
)

/** The user whom a key authenticates, and the kind of the key. */
export const userOfKey = query(function* (db: Db, hash: string): Step<(User & Pick<KeyRow, 'kind'>) | undefined> {
  return (yield* selectByKey(db, { hash }))[0]
})

/** Those of the key hashes that are still valid, with their user's revision. */
export async function validKeys(
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

const selectById = compiledQuery((db, { id }: { id: string }) =>
  db.selectFrom('users').where('id', '=', id).selectAll(),
)

export const userById = query(function* (db: Db, id: string): Step<UserRow | undefined> {
  return (yield* selectById(db, { id }))[0]
})

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

/** Deletes a user and, by cascade, all their rows, but not their words in the full-text index. */
export async function deleteUser(db: Db, id: string): Promise<void> {
  await db.deleteFrom('users').where('id', '=', id).execute()
}

/** Sets a user's revision, and what they have then, if the present one is `revision - 1`; returns whether it was. */
export function* advanceRevision(db: Db, id: string, revision: number, usage: Usage): Step<boolean> {
  const { item_count, text_bytes } = usage
  return (yield* updateRevision(db, { id, revision, before: revision - 1, item_count, text_bytes })) === 1
}

const updateRevision = compiledUpdate(
  (db, { id, before, ...after }: { id: string; revision: number; before: number } & Usage) =>
    db.updateTable('users').set(after).where('id', '=', id).where('revision', '=', before),
)

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
