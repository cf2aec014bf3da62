import { hash } from 'node:crypto'
import type { ParsedInput } from '#contract/schemas.ts'
import type { NewKey, UserSummary } from '#contract/types.ts'
import { conflict, notFound } from '#domain/errors.ts'
import { keyFrom } from '#domain/keys.ts'
import type { Role } from '#domain/users.ts'
import type { Db, KeyRow, UserRow } from '#store/schema.ts'
import {
  allUsers,
  countAdmins,
  deleteUser,
  insertUser,
  replaceKey,
  setRole,
  userById,
  userByName,
} from '#store/users.ts'
import { runSteps } from '#store/run-steps.ts'
import type { Reading, World } from './context.ts'
import { record } from './journal.ts'
import type { Write } from './write.ts'

/** SHA-256, hexadecimal. A key is 256 random bits, so a quick hash hides it as well as a slow one. */
export function hashOf(key: string): string {
  return hash('sha256', key)
}

/** Puts a new key in the place of the user's former one of that kind. */
export async function giveKey(world: World, db: Db, userId: string, kind: KeyRow['kind'], at: string): Promise<string> {
  const key = keyFrom(kind === 'api' ? 'trk_' : 'trf_', world.random(32))
  await replaceKey(db, {
    hash: hashOf(key),
    user_id: userId,
    kind,
    secret: kind === 'feed' ? key : null,
    created_at: at,
  })
  return key
}

/** Replaces both keys; gives the API key, this once. */
async function giveKeys(world: World, db: Db, userId: string, at: string): Promise<string> {
  await giveKey(world, db, userId, 'feed', at)
  return giveKey(world, db, userId, 'api', at)
}

const summaryOf = ({ id, name, role, timezone, created_at }: UserRow): UserSummary => ({
  id,
  name,
  role,
  timezone,
  created_at,
})

export async function list({ db }: Reading): Promise<{ users: UserSummary[] }> {
  return { users: (await allUsers(db)).map(summaryOf) }
}

/** A user as it stands and stays until this write ends. */
async function existing({ db, world }: Write, name: string): Promise<UserRow> {
  const named = await userByName(db, name)
  if (named) await runSteps(world.engine.lock(db, `user ${named.id}`))
  const user = named && (await userById(db, named.id))
  if (!user) throw notFound(`user ${name}`, { hint: 'track user list shows them.' })
  return user
}

/** Settings of a user change: told in that user's journal, so that their clients notice; the caller's own is told by the write itself. */
async function tell(write: Write, user: UserRow): Promise<void> {
  write.settings = true
  if (user.id === write.user.id) return
  write.raised.add(user.id)
  const { op, now, session } = write
  await runSteps(
    record(write.db, user.id, user.revision + 1, { at: now.at, client: session.client, op, undoes: null }, []),
  )
}

/** A user named so, with a first key that is given this once. */
export async function create(
  world: World,
  db: Db,
  at: string,
  user: { name: string; role: Role; timezone: string },
): Promise<NewKey> {
  const { name, role, timezone } = user
  if (await userByName(db, name)) throw conflict(`there is a user ${name} already`, { hint: 'Choose another name.' })
  const id = world.uuid()
  await insertUser(db, { id, name, role, timezone, timezone_chosen: 0, revision: 0, journal_from: 0, created_at: at })
  return { id, name, role, api_key: await giveKeys(world, db, id, at) }
}

export async function add(
  write: Write,
  { name, role = 'member', timezone }: ParsedInput<'users.add'>,
): Promise<NewKey> {
  write.settings = true
  return create(write.world, write.db, write.now.at, { name, role, timezone: timezone ?? write.user.timezone })
}

export async function rotate(write: Write, { name }: ParsedInput<'users.rotate'>): Promise<NewKey> {
  const user = await existing(write, name)
  await tell(write, user)
  return { id: user.id, name, role: user.role, api_key: await giveKeys(write.world, write.db, user.id, write.now.at) }
}

async function stillGoverned(write: Write, user: UserRow, what: string): Promise<void> {
  if (user.role === 'admin' && (await countAdmins(write.db)) < 2)
    throw conflict(`${user.name} is the last administrator and can't be ${what}`, {
      hint: 'Make another user admin first.',
    })
}

export async function update(write: Write, { name, role }: ParsedInput<'users.update'>): Promise<UserSummary> {
  const user = await existing(write, name)
  if (user.role === role) return summaryOf(user)
  if (role === 'member') await stillGoverned(write, user, 'demoted')
  await setRole(write.db, user.id, role)
  await tell(write, user)
  return summaryOf({ ...user, role })
}

export async function remove(write: Write, { name }: ParsedInput<'users.remove'>): Promise<void> {
  const user = await existing(write, name)
  await stillGoverned(write, user, 'removed')
  await write.world.engine.fullText.removeUser(write.db, user.id)
  await deleteUser(write.db, user.id)
  write.raised.add(user.id)
  if (user.id === write.user.id) write.ended = true
  else write.settings = true
}
