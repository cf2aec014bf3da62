import { hash } from 'node:crypto'
import type { ParsedInput } from '#contract/schemas.ts'
import type { NewKey, UserSummary } from '#contract/types.ts'
import { conflict, notFound } from '#domain/errors.ts'
import { keyFrom } from '#domain/keys.ts'
import type { Role } from '#domain/users.ts'
import type { Db, KeyRow, OwnerRow } from '#store/schema.ts'
import { nextRevision } from '#store/spaces.ts'
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
import type { ReadContext, ServiceDeps } from './context.ts'
import { record } from './journal.ts'
import type { Write } from './write.ts'

/** SHA-256, hexadecimal. A key is 256 random bits, so a quick hash hides it as well as a slow one. */
export function hashOf(key: string): string {
  return hash('sha256', key)
}

/** Replaces the user's key of that kind. Returns the new one; of an API key only the hash is stored. */
export async function issueKey(
  deps: ServiceDeps,
  db: Db,
  userId: string,
  kind: KeyRow['kind'],
  at: string,
): Promise<string> {
  const key = keyFrom(kind === 'api' ? 'trk_' : 'trf_', deps.random(32))
  await replaceKey(db, {
    hash: hashOf(key),
    user_id: userId,
    kind,
    secret: kind === 'feed' ? key : null,
    created_at: at,
  })
  return key
}

/** Replaces both keys; returns the API key. */
async function issueKeys(deps: ServiceDeps, db: Db, userId: string, at: string): Promise<string> {
  await issueKey(deps, db, userId, 'feed', at)
  return issueKey(deps, db, userId, 'api', at)
}

const summaryOf = ({ id, name, role, timezone, created_at }: OwnerRow): UserSummary => ({
  id,
  name,
  role,
  timezone,
  created_at,
})

export async function list({ db }: ReadContext): Promise<{ users: UserSummary[] }> {
  return { users: (await allUsers(db)).map(summaryOf) }
}

/** The user of a name, locked until this write ends. Throws `not_found`. */
async function lockUser({ db, deps }: Write, name: string): Promise<OwnerRow> {
  const named = await userByName(db, name)
  if (named) await runSteps(deps.engine.lock(db, `user ${named.id}`))
  const user = named && (await userById(db, named.id))
  if (!user) throw notFound(`user ${name}`, { hint: 'track user list shows them.' })
  return user
}

/**
 * Raises the revision of a user whose settings another one changes, so that their clients notice. The caller's own
 * revision is raised by the write itself.
 */
async function recordSettingsChange(write: Write, user: OwnerRow): Promise<void> {
  write.settingsChanged = true
  if (user.id === write.user.id) return
  write.raisedUsers.add(user.id)
  const { op, now, session } = write
  await runSteps(record(write.db, nextRevision(user), { at: now.at, client: session.client, op, undoes: null }, []))
}

/** Creates a user. Returns the API key, which is never shown again. Throws `conflict` for a name that is taken. */
export async function create(
  deps: ServiceDeps,
  db: Db,
  at: string,
  user: { name: string; role: Role; timezone: string },
): Promise<NewKey> {
  const { name, role, timezone } = user
  if (await userByName(db, name)) throw conflict(`there is a user ${name} already`, { hint: 'Choose another name.' })
  const id = deps.uuid()
  await insertUser(db, {
    id,
    name,
    role,
    timezone,
    timezone_chosen: 0,
    created_at: at,
  })
  return { id, name, role, api_key: await issueKeys(deps, db, id, at) }
}

/** Adds a user, in the caller's time zone unless one is given. Throws `conflict` for a name that is taken. */
export async function add(
  write: Write,
  { name, role = 'member', timezone }: ParsedInput<'users.add'>,
): Promise<NewKey> {
  write.settingsChanged = true
  return create(write.deps, write.db, write.now.at, { name, role, timezone: timezone ?? write.user.timezone })
}

/** Replaces both keys of a user, that of the feed too; returns the API key. Throws `not_found`. */
export async function rotate(write: Write, { name }: ParsedInput<'users.rotate'>): Promise<NewKey> {
  const user = await lockUser(write, name)
  await recordSettingsChange(write, user)
  return { id: user.id, name, role: user.role, api_key: await issueKeys(write.deps, write.db, user.id, write.now.at) }
}

/** Throws `conflict` for the last administrator; `what` says what they cannot be. */
async function requireAnotherAdmin(write: Write, user: OwnerRow, what: string): Promise<void> {
  if (user.role === 'admin' && (await countAdmins(write.db)) < 2)
    throw conflict(`${user.name} is the last administrator and can't be ${what}`, {
      hint: 'Make another user admin first.',
    })
}

/** Sets a role. Throws `not_found`, and `conflict` where the last administrator would be none. */
export async function update(write: Write, { name, role }: ParsedInput<'users.update'>): Promise<UserSummary> {
  const user = await lockUser(write, name)
  if (user.role === role) return summaryOf(user)
  if (role === 'member') await requireAnotherAdmin(write, user, 'demoted')
  await setRole(write.db, user.id, role)
  await recordSettingsChange(write, user)
  return summaryOf({ ...user, role })
}

/** Removes a user with all data. Throws `not_found`, and `conflict` for the last administrator. */
export async function remove(write: Write, { name }: ParsedInput<'users.remove'>): Promise<void> {
  const user = await lockUser(write, name)
  await requireAnotherAdmin(write, user, 'removed')
  await write.deps.engine.fullText.removeSpace(write.db, user.space_id)
  await deleteUser(write.db, user)
  write.raisedUsers.add(user.id)
  if (user.id === write.user.id) write.userRemoved = true
  else write.settingsChanged = true
}
