import type { User } from '#domain/users.ts'
import type { Membership } from '#store/memberships.ts'
import { memberById, type SpaceReference } from '#store/users.ts'
import type { Db } from '#store/schema.ts'
import { noSuchSpace } from './find.ts'

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** Of a name that is put into a message. */
const MAX_QUOTED_LENGTH = 100

/** A space as a call names it: an id, or a name. */
export const referenceTo = (space: string): SpaceReference => ({ by: ID.test(space) ? 'id' : 'name', value: space })

/**
 * A user in the space that a call names, given how the database has them there. Throws `not_found` where it is neither
 * theirs nor one of which they are a member.
 */
export function inNamedSpace<Row extends User>(row: Row, space: string): Row {
  if (row.shared || row.name === space || row.id === space) return row
  throw noSuchSpace(space.slice(0, MAX_QUOTED_LENGTH))
}

/** The caller in the space that a call names. Throws `not_found`. */
export async function callerInSpace(db: Db, caller: User, space: string): Promise<User> {
  const row = await memberById(db, caller.id, referenceTo(space))
  return inNamedSpace(row ?? caller, space)
}

/** A user in a shared space; undefined where they are only invited to it. */
export function asMember<Row extends User>(
  user: Row,
  { id, name, role, default_of: _, ...space }: Membership,
): Row | undefined {
  return role === 'invited' ? undefined : { ...user, ...space, shared: { id, name, role } }
}
