import type { NamedOperation } from '#contract/operations.ts'
import { conflict, invalid } from '#domain/errors.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import type { Defaults } from '#domain/spaces.ts'
import type { User } from '#domain/users.ts'
import { cacheUntilCommit } from '#store/cache-until-commit.ts'
import type { Engine } from '#store/engine.ts'
import { type Membership, membershipsOf } from '#store/memberships.ts'
import { runSteps } from '#store/run-steps.ts'
import type { Db } from '#store/schema.ts'
import { defaultsFrom } from './defaults.ts'
import { hasSavedAnswer } from './idempotency.ts'
import { latestUndoable } from './undo.ts'
import { asMember } from './space-of-call.ts'

/** Stands for all spaces of the caller where a call names one. */
export const ALL_SPACES = '*'

/** Throws `invalid` for an operation that is about one space. */
export function requireAllSpaces({ allSpaces, name }: NamedOperation): void {
  if (!allSpaces) throw invalid({ path: 'x-track-space', message: `* is for no call of ${name}; name one space` })
}

/** The caller in each of their spaces: in their own, and then in those that are shared, by name. */
export async function inAllSpaces(engine: Engine, user: User): Promise<User[]> {
  return usersInSpaces(user, (user.memberships && (await cacheOf(engine)(user.id))) || [])
}

/** A user in their own space, and in each of which they are a member. */
export function usersInSpaces<Row extends User>(user: Row, memberships: readonly Membership[]): Row[] {
  const own = { ...user, shared: undefined }
  return [own, ...memberships.map((membership) => asMember(own, membership)).filter((one) => one !== undefined)]
}

/** Each is asked for again behind what was read. */
const caches = new WeakMap<Engine, (userId: string) => Promise<Membership[] | undefined>>()

function cacheOf(engine: Engine) {
  let cache = caches.get(engine)
  if (!cache)
    caches.set(engine, (cache = cacheUntilCommit(engine, async (userId) => membershipsOf(engine.read, userId))))
  return cache
}

/** For each pool that has one, the name of the shared space that the caller's items of it are in by default. */
export async function defaultsOf(engine: Engine, user: User): Promise<Defaults> {
  return user.memberships ? defaultsFrom((await cacheOf(engine)(user.id)) ?? []) : {}
}

/**
 * The caller in the space where their newest write is that an undo takes back, or their newest undo that a redo does;
 * for a repeated call, where it was done. Throws `conflict` where there is none, `invalid` for a revision, which is of
 * one space.
 */
export async function spaceToUndoIn(
  db: Db,
  users: readonly User[],
  operation: NamedOperation,
  input: ParsedInput<'changes.undo'>,
  idempotencyKey: string | undefined,
): Promise<User> {
  if (input.revision !== undefined)
    throw invalid({ path: 'revision', message: 'is of one space; name it instead of *' })
  const candidates = await Promise.all(
    users.map(async (user) => {
      if (idempotencyKey !== undefined && (await hasSavedAnswer(db, user, operation, input, idempotencyKey)))
        return { user, at: LATER_THAN_ALL }
      const entry = await runSteps(latestUndoable(db, user, input.redo ?? false))
      return entry ? { user, at: entry.at } : undefined
    }),
  )
  const [newest] = candidates
    .filter((one) => one !== undefined)
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  if (newest) return newest.user
  throw conflict(`there is nothing to ${input.redo ? 'redo' : 'undo'}`)
}

const LATER_THAN_ALL = '~'
