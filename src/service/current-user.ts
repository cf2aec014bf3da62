import { DEFAULT_CURRENCY } from '#domain/currencies.ts'
import type { NamedOperation } from '#contract/operations.ts'
import type { Step } from '#domain/effects/steps.ts'
import { unauthenticated } from '#domain/errors.ts'
import type { User } from '#domain/users.ts'
import type { Db, OwnerRow } from '#store/schema.ts'
import { emptySpace } from '#store/spaces.ts'
import { memberOfKey, revisionOfKey, userOfKey } from '#store/users.ts'
import type { Session } from './context.ts'
import { findCaller, noSuchSpace } from './find.ts'
import { mayCall } from './guard.ts'
import type { Write } from './write.ts'

/** The caller of `--local`, directly on the database: an administrator without account, items and revision. */
export const LOCAL: OwnerRow = {
  ...emptySpace(0),
  id: '',
  name: 'local',
  role: 'admin',
  timezone: 'UTC',
  timezone_chosen: 0,
  timezone_changed_at: null,
  timezone_revision: 0,
  currency: DEFAULT_CURRENCY,
  memberships: 0,
  created_at: '',
}

/** A call by the user who made it. */
interface AuthorizedCall {
  user: User
  session: Session
  operation: NamedOperation
}

/**
 * The caller, read in the transaction, so that a removal, a demotion or a replaced key up to then counts. Throws
 * `unauthenticated`, `forbidden`, and `not_found` for a space that the caller is no member of.
 */
export function* currentUser(
  db: Db,
  { user: caller, session: { hash }, operation }: AuthorizedCall,
  early?: Write,
): Step<OwnerRow> {
  if (caller.id === LOCAL.id) return LOCAL
  if (caller.shared) return yield* currentMember(db, caller, hash)
  if (early && hash !== undefined) {
    const now = yield* revisionOfKey(db, hash)
    if (!now) throw unauthenticated()
    early.checkBasis(now)
    if (early.isCurrent) {
      mayCall(operation, early.user)
      return early.user
    }
  }
  const user = hash === undefined ? yield* findCaller(db, caller) : yield* userOfKey(db, hash)
  if (!user) throw unauthenticated()
  mayCall(operation, user)
  if (hash === undefined) early?.checkBasis(user)
  return user
}

function* currentMember(db: Db, caller: User, hash: string | undefined): Step<OwnerRow> {
  if (hash === undefined) return yield* findCaller(db, caller)
  const user = yield* memberOfKey(db, hash, { by: 'space_id', value: caller.space_id })
  if (!user) throw unauthenticated()
  if (!user.shared) throw noSuchSpace(caller.shared!.name)
  return user
}
