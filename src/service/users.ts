import { hash } from 'node:crypto'
import type { ParsedInput } from '#contract/schemas.ts'
import type { NewKey, UserSummary } from '#contract/types.ts'
import { DEFAULT_CURRENCY } from '#domain/currencies.ts'
import { conflict } from '#domain/errors.ts'
import { keyFrom } from '#domain/keys.ts'
import type { Role } from '#domain/users.ts'
import type { Db, KeyRow, OwnerRow } from '#store/schema.ts'
import { allUsers, countAdmins, deleteUser, insertUser, replaceKey, setRole, userByName } from '#store/users.ts'
import { isSpaceName, membershipsOf } from '#store/memberships.ts'
import type { ReadContext, ServiceDeps } from './context.ts'
import { leaveAll } from './membership-changes.ts'
import { lockUser, recordSettingsChange } from './settings-changes.ts'
import type { Write } from './write.ts'

/** SHA-256, hexadecimal. A key is 256 random bits, so a quick hash hides it as well as a slow one. */
export function hashOf(key: string): string {
  return hash('sha256', key)
}

/**
 * Replaces the user's key of that kind, for what is their own or a shared space. Returns the new one; of an API key
 * only the hash is stored.
 */
export async function issueKey(
  deps: ServiceDeps,
  db: Db,
  userId: string,
  kind: KeyRow['kind'],
  at: string,
  spaceId: number | null = null,
): Promise<string> {
  const key = keyFrom(kind === 'api' ? 'trk_' : 'trf_', deps.random(32))
  await replaceKey(db, {
    hash: hashOf(key),
    user_id: userId,
    kind,
    space_id: spaceId,
    secret: kind === 'api' ? null : key,
    created_at: at,
  })
  return key
}

/** Replaces all keys; returns the API key. */
async function issueKeys(deps: ServiceDeps, db: Db, userId: string, at: string): Promise<string> {
  await issueKey(deps, db, userId, 'feed', at)
  await issueKey(deps, db, userId, 'feed of all', at)
  for (const { space_id, role } of await membershipsOf(db, userId))
    if (role !== 'invited') await issueKey(deps, db, userId, 'feed', at, space_id)
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

/** Creates a user. Returns the API key, which is never shown again. Throws `conflict` for a name that is taken. */
export async function create(
  deps: ServiceDeps,
  db: Db,
  at: string,
  user: { name: string; role: Role; timezone: string },
): Promise<NewKey> {
  const { name, role, timezone } = user
  if (await userByName(db, name)) throw conflict(`there is a user ${name} already`, { hint: 'Choose another name.' })
  if (await isSpaceName(db, name)) throw conflict(`${name} is the name of a space`, { hint: 'Choose another name.' })
  const id = deps.uuid()
  await insertUser(db, {
    id,
    name,
    role,
    timezone,
    timezone_chosen: 0,
    currency: DEFAULT_CURRENCY,
    timezone_changed_at: null,
    timezone_revision: 0,
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

/** Replaces all keys of a user, those of feeds too; returns the API key. Throws `not_found`. */
export async function rotate(write: Write, { name }: ParsedInput<'users.rotate'>): Promise<NewKey> {
  const user = await lockUser(write, name)
  await recordSettingsChange(write, user)
  return { id: user.id, name, role: user.role, api_key: await issueKeys(write.deps, write.db, user.id, write.now.at) }
}

/** Throws `conflict` for the last administrator; `what` says what they cannot be. */
export async function requireAnotherAdmin(write: Write, user: OwnerRow, what: string): Promise<void> {
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

/**
 * Removes a user with all data of their own, which is deleted after this write; what they wrote in shared spaces stays.
 * Throws `not_found`, and `conflict`
 * for the last administrator.
 */
export async function remove(write: Write, { name }: ParsedInput<'users.remove'>): Promise<void> {
  const user = await lockUser(write, name)
  await requireAnotherAdmin(write, user, 'removed')
  await leaveAll(write, user)
  await deleteUser(write.db, user.id)
  write.removedSpaces.push(user.space_id)
  write.raisedOwners.add(user.id)
  if (user.id === write.user.id) write.userRemoved = true
  else write.settingsChanged = true
}
