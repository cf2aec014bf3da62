import type { Code } from '#domain/errors.ts'
import type { Entry, OwnFailure } from './operation.ts'
import type { Operations } from './operations.ts'
import type { OperationName } from './signatures.ts'

/** Failures that any operation may have. */
export const COMMON_FAILURES = [
  'invalid',
  'unauthenticated',
  'too_large',
  'rate_limited',
  'internal',
  'unavailable',
] as const satisfies readonly Code[]

/** A write repeats an `Idempotency-Key` with another body. */
const WRITE_FAILURE = 'conflict' satisfies Code
/** The call names a space that its caller is no member of. */
const SPACE_FAILURE = 'not_found' satisfies Code
/** A member calls an operation of administrators. */
const ADMIN_FAILURE = 'forbidden' satisfies Code

/** The entry of an operation in the table. */
export type EntryOf<Name extends OperationName> = Name extends `${infer Noun extends keyof Operations}.${infer Verb}`
  ? Operations[Noun][Verb & keyof Operations[Noun]]
  : never

/** The codes that an operation declares in the table. */
export type OwnFailureOf<Name extends OperationName> =
  EntryOf<Name> extends { fails: readonly (infer Failure extends OwnFailure)[] } ? Failure : never

/** The codes with which an operation may reject: `FailureOf<'items.move'>`. */
export type FailureOf<Name extends OperationName> =
  | (typeof COMMON_FAILURES)[number]
  | (EntryOf<Name> extends { method: 'GET' } ? never : typeof WRITE_FAILURE)
  | typeof SPACE_FAILURE
  | (EntryOf<Name> extends { role: 'admin' } ? typeof ADMIN_FAILURE : never)
  | OwnFailureOf<Name>

/** The codes with which an operation may reject, by its entry. */
export function failuresOf({ method, role, fails }: Entry): Code[] {
  const codes: Code[] = [...COMMON_FAILURES, SPACE_FAILURE, ...fails]
  if (method !== 'GET') codes.push(WRITE_FAILURE)
  if (role === 'admin') codes.push(ADMIN_FAILURE)
  return [...new Set(codes)]
}
