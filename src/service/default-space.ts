import { allOperations, type NamedOperation } from '#contract/operations.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import type { CallOptions } from '#contract/track.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import { KIND, type Pool, poolOfId } from '#domain/kinds.ts'
import { ownerOf, type User } from '#domain/users.ts'
import { membershipsOf } from '#store/memberships.ts'
import { runSteps } from '#store/run-steps.ts'
import { kindOfAddition, type LineContext } from './add-item.ts'
import { inAllSpaces } from './all-spaces.ts'
import type { ReadContext } from './context.ts'
import { defaultPools } from './defaults.ts'
import { readInput } from './guard.ts'
import { hasSavedAnswer } from './idempotency.ts'
import { asMember } from './space-of-call.ts'

/** Stands for the space that the caller's defaults name where a call names one. */
export const DEFAULT_SPACE = 'default'

const byName = new Map(allOperations.map((operation) => [operation.name as string, operation]))

type CallContext = LineContext & Pick<ReadContext, 'deps'>

interface DefaultCall {
  operation: NamedOperation
  input: object
  options: CallOptions
}

/**
 * The caller, given in their own space, in the one that their defaults name for what the call adds, or whose id it has;
 * for a repeated call, where it was done. Throws `invalid` for a call that is about neither, or about two spaces.
 */
export async function inDefaultSpace(context: CallContext, call: DefaultCall): Promise<User> {
  const { db, user } = context
  requireDefaultSpace(call)
  if (!user.memberships) return user
  const done = await spaceOfRepeated(context, call)
  if (done) return done
  const memberships = (await membershipsOf(db, user.id)).filter((one) => defaultPools(one).length)
  if (!memberships.length) return user
  const pools = await poolsOf(context, call).catch((error: unknown) => {
    if (error instanceof TrackError) return [] // which the call itself throws
    throw error
  })
  const found = new Map<string, User>()
  for (const pool of pools) {
    const membership = memberships.find((one) => pool && defaultPools(one).includes(pool))
    const owner = (membership && asMember(user, membership)) ?? user
    found.set(ownerOf(owner).name, owner)
  }
  if (found.size > 1) throw ofSeveral([...found.keys()])
  return [...found.values()][0] ?? user
}

function ofSeveral(spaces: readonly string[]) {
  return invalid({ path: 'x-track-space', message: `this is about ${spaces.join(' and ')}; name one space` })
}

/** Throws `invalid` for a call that neither adds items nor has ids of them. */
function requireDefaultSpace({ operation: { byDefault, name }, input }: DefaultCall): void {
  if (byDefault === 'kind' || (byDefault && byDefault in input)) return
  throw invalid({ path: 'x-track-space', message: `default is for no such call of ${name}; name one space` })
}

async function spaceOfRepeated(
  { deps, db, user }: CallContext,
  { operation, input, options: { idempotencyKey: key } }: DefaultCall,
): Promise<User | undefined> {
  if (key === undefined) return undefined
  const users = await inAllSpaces(deps.engine, user)
  const isDone = await Promise.all(users.map((one) => hasSavedAnswer(db, one, operation, input, key)))
  return users[isDone.indexOf(true)]
}

/** The pools of what a call adds or names; null for what is in none, such as tasks. Throws `invalid`. */
async function poolsOf(context: LineContext, call: Omit<DefaultCall, 'options'>): Promise<(Pool | null)[]> {
  const { operation, input } = call
  const { byDefault } = operation
  const parsed = readInput(operation, input)
  if (byDefault === 'kind') {
    const kind = await runSteps(kindOfAddition(context, parsed as ParsedInput<'items.add'>))
    return [KIND[kind].pool]
  }
  if (byDefault !== 'operations') return [poolOfId(String((parsed as Record<string, unknown>)[byDefault!]))]
  const pools: (Pool | null)[] = []
  for (const { op, input: given = {} } of (parsed as ParsedInput<'batch.run'>).operations) {
    const inner = byName.get(op)
    pools.push(...(inner?.byDefault ? await poolsOf(context, { operation: inner, input: given }) : [null]))
  }
  return pools
}

type Result =
  | { kind?: string; space?: string; item?: object; added?: object | null; results?: unknown[] }
  | null
  | undefined

/** An answer whose items tell their space. */
export function withSpace(output: unknown, space: string): unknown {
  const result = output as Result
  if (!result) return result
  if (result.results) return { ...result, results: result.results.map((one) => withSpace(one, space)) }
  if (result.item)
    return { ...result, item: { ...result.item, space }, added: result.added && { ...result.added, space } }
  return 'kind' in result ? { ...result, space: result.space ?? space } : result // which it may have moved to
}
