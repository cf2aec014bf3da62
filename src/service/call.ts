import type { NamedOperation } from '#contract/operations.ts'
import type { CallOptions } from '#contract/track.ts'
import { todayIn } from '#domain/dates.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { User } from '#domain/users.ts'
import type { ServiceDeps, Session } from './context.ts'

/** One call of an operation by a user. */
export interface Call {
  deps: ServiceDeps
  user: User
  /** The user in each of their spaces, where that is known. */
  inAllSpaces?: readonly User[] | undefined
  session: Session
  operation: NamedOperation
  input: object
  options: CallOptions
  /** About what the user has of all their spaces, not about each. */
  isForAll?: boolean
}

export function nowOf(deps: ServiceDeps, user: User): Now {
  const instant = deps.now()
  return { at: instant.toISOString(), today: todayIn(user.timezone, instant) }
}
