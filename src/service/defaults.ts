import { invalid } from '#domain/errors.ts'
import { POOLS, type Pool } from '#domain/kinds.ts'
import type { Defaults } from '#domain/spaces.ts'
import type { User } from '#domain/users.ts'
import { type Membership, membershipsOf, updateMembership } from '#store/memberships.ts'
import type { Write } from './write.ts'

/** The pools whose items a member has in a space by default. */
export const defaultPools = ({ default_of }: Membership): Pool[] => JSON.parse(default_of) as Pool[]

/** For each pool that has one, the name of the space that it is in by default. */
export function defaultsFrom(memberships: readonly Membership[]): Defaults {
  const spaceOf = (pool: Pool) => memberships.find((one) => defaultPools(one).includes(pool))?.name
  return Object.fromEntries(POOLS.map((pool) => [pool, spaceOf(pool)]).filter(([, name]) => name !== undefined))
}

/**
 * Sets the spaces, by name or id, of those pools that are named; null and the user's own end a default. Returns whether
 * that changed anything. Throws `invalid` for a space of which the user is no member.
 */
export async function setDefaults(
  { db }: Write,
  user: User,
  defaults: { [Name in Pool]?: string | null },
): Promise<boolean> {
  const named = POOLS.filter((pool) => defaults[pool] !== undefined)
  if (!named.length) return false
  const memberships = (await membershipsOf(db, user.id)).filter(({ role }) => role !== 'invited')
  const isNamed = ({ id, name }: { id: string; name: string }, pool: Pool) =>
    defaults[pool] === name || defaults[pool] === id
  for (const pool of named) {
    if (defaults[pool] === null || isNamed(user, pool) || memberships.some((one) => isNamed(one, pool))) continue
    throw invalid({ path: `defaults.${pool}`, message: `${defaults[pool]} is no space of which you are a member` })
  }
  let isChanged = false
  for (const one of memberships) {
    const before = defaultPools(one)
    const after = POOLS.filter((pool) => (named.includes(pool) ? isNamed(one, pool) : before.includes(pool)))
    if (after.join() === before.join()) continue
    await updateMembership(db, { ...one, user_id: user.id }, { default_of: JSON.stringify(after) })
    isChanged = true
  }
  return isChanged
}
