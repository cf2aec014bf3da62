import type { NamedOperation } from '#contract/operations.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import { EFFECTS } from '#domain/effects/effects.ts'
import { moveToSpace } from '#domain/effects/items.ts'
import type { Step } from '#domain/effects/steps.ts'
import { invalid } from '#domain/errors.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import { ownerOf, type User } from '#domain/users.ts'
import { runSteps } from '#store/run-steps.ts'
import type { Db } from '#store/schema.ts'
import { memberById } from '#store/users.ts'
import { callerInSpace } from './space-of-call.ts'
import { entryToUndo } from './undo.ts'
import type { Write } from './write.ts'

interface Call {
  user: User
  operation: NamedOperation
}

/**
 * The caller in a second space that a call writes to: where it moves items to, or what an undo takes back had moved
 * them. Throws `not_found` where they are no member of it, `invalid` for several.
 */
export async function otherSpaceOf(db: Db, { user, operation }: Call, input: object): Promise<User | undefined> {
  if (operation.name === 'changes.undo') return otherSpaceOfUndo(db, user, input)
  const others = new Map<string, User>()
  for (const space of namedSpaces(operation, input)) {
    const other = await callerInSpace(db, user, space)
    if (ownerOf(other).id !== ownerOf(user).id) others.set(ownerOf(other).id, other)
  }
  if (others.size > 1) throw invalid({ path: 'space', message: 'is one for all operations of a batch' })
  return [...others.values()][0]
}

/** Undefined, too, where the caller is no member of that space. */
async function otherSpaceOfUndo(db: Db, user: User, input: ParsedInput<'changes.undo'>): Promise<User | undefined> {
  if (!user.memberships) return undefined
  const number = (await runSteps(entryToUndo(db, user, input)))?.linked_space ?? null
  const other = number === null ? undefined : await memberById(db, user.id, { by: 'space_id', value: number })
  return other?.space_id === number ? other : undefined
}

/** The spaces to which a call converts items. */
function namedSpaces({ name }: NamedOperation, input: object): Set<string> {
  const conversions =
    name === 'items.convert'
      ? [input]
      : name === 'batch.run'
        ? (input as ParsedInput<'batch.run'>).operations.flatMap((one) =>
            one.op === 'items.convert' ? [one.input] : [],
          )
        : []
  const spaces = conversions.map((one) => (one as { space?: unknown } | undefined)?.space)
  return new Set(spaces.filter((space) => typeof space === 'string').map((space) => space.trim()))
}

/** Turns an item into another kind, or moves it to the space that the input names. Throws as these effects do. */
export function* convert(write: Write, input: ParsedInput<'items.convert'>): Step<ItemInSpace> {
  const { linked } = write
  const name = input.space
  const isThere = name === undefined || [ownerOf(write.user).id, ownerOf(write.user).name].includes(name)
  if (linked && !isThere) return { ...(yield* moveToSpace(write, linked, input)), space: ownerOf(linked.user).name }
  return yield* EFFECTS['items.convert'](write, input)
}
