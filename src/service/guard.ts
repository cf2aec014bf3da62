import type * as z from 'zod'
import type { NamedOperation } from '#contract/operations.ts'
import { schemasOf } from '#contract/schemas.ts'
import { foreignFields, missingFields } from '#domain/edits.ts'
import { type FieldError, invalid, TrackError } from '#domain/errors.ts'
import { isKind } from '#domain/kinds.ts'
import { readBudget } from '#domain/money.ts'
import { OWN_FIELDS } from '#domain/fields.ts'
import type { User } from '#domain/users.ts'

/** Throws `forbidden` where a member calls an operation of administrators. */
export function mayCall(operation: NamedOperation, user: User): void {
  if (operation.role === 'admin' && user.role !== 'admin')
    throw new TrackError('forbidden', 'only an administrator can do this')
}

/** An answer names no more wrong fields. */
export const MAX_ERRORS = 100

/** Validates and parses the input of an operation, for every client. Throws `invalid` naming each wrong field. */
export function readInput(operation: NamedOperation, input: object): object {
  const read = schemasOf(operation).input.safeParse(input)
  if (read.success) return read.data as object
  const errors = [
    ...read.error.issues.flatMap((issue) => errorsOf(issue, input, unknownFieldOf(operation))),
    ...kindErrors(operation, input),
  ]
  throw invalid(
    ...[...new Map(errors.map((error) => [`${error.path} ${error.message}`, error])).values()].slice(0, MAX_ERRORS),
  )
}

/** Violations of the kind's own rules, so that one answer names every wrong field. */
function kindErrors({ name }: NamedOperation, input: { kind?: unknown }): FieldError[] {
  const { kind } = input
  if (typeof kind !== 'string' || !isKind(kind)) return []
  return [
    ...foreignFields(kind, input as object),
    ...(name === 'items.add' ? missingFields(kind, input as object) : []),
  ]
}

/**
 * Throws `invalid` where an amount has the sign of another currency than the user's, which the schema does not know. To
 * be called in the write, with the user as the database has them.
 */
export function requireCurrency({ budget }: { budget?: unknown }, currency: string): void {
  if (typeof budget !== 'string') return
  const { problem } = readBudget(budget, currency)
  if (problem !== undefined) throw invalid({ path: 'budget', message: problem })
}

type Issue = z.core.$ZodIssue

const TYPE_NAME: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function errorsOf(issue: Issue, input: unknown, unknownField: (key: string) => string): FieldError[] {
  const path = issue.path.join('.')
  const given = issue.path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step],
    input,
  )
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: unknownField(key) }))
    case 'invalid_union':
      if (issue.message !== 'Invalid input')
        return [{ path, message: given === undefined ? 'is missing' : issue.message }]
      return nearestBranch(issue, input, unknownField)
    case 'invalid_type':
      if (given === undefined) return [{ path, message: 'is missing' }]
      return [
        {
          path,
          message: issue.message.startsWith('Invalid input')
            ? `is not ${TYPE_NAME[issue.expected] ?? issue.expected}`
            : issue.message,
        },
      ]
    case 'invalid_value':
      return [{ path, message: given === undefined ? 'is missing' : `is one of ${issue.values.join(', ')}` }]
    case 'too_big':
      return [
        { path, message: issue.message.startsWith('Too big') ? `is longer than ${issue.maximum}` : issue.message },
      ]
    default:
      return [{ path, message: issue.message }]
  }
}

/** The errors of the branch of a union that has the fewest unknown fields. */
function nearestBranch(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  input: unknown,
  unknownField: (key: string) => string,
): FieldError[] {
  const unknown = (branch: readonly Issue[]) =>
    branch.flatMap((inner) => (inner.code === 'unrecognized_keys' ? inner.keys : [])).length
  const [nearest = []] = issue.errors.toSorted((a, b) => unknown(a) - unknown(b))
  return nearest.flatMap((inner) => errorsOf({ ...inner, path: [...issue.path, ...inner.path] }, input, unknownField))
}

/** Fields of items that only other operations on items set. */
const VERB_FIELDS: Record<string, string> = {
  status: 'is not set directly: use done, start, cancel or reopen',
  kind: 'is not set directly: use convert',
  bought_on: 'is set by done',
  next: 'is set by done',
}

/** What is wrong with a field that an operation does not take. */
const unknownFieldOf =
  ({ name }: NamedOperation) =>
  (key: string): string => {
    if (name.startsWith('items.') && Object.hasOwn(VERB_FIELDS, key)) return VERB_FIELDS[key]!
    return (OWN_FIELDS as readonly string[]).includes(key) ? 'is not taken here' : 'is not a known field'
  }
