import { createHash } from 'node:crypto'
import { invalid } from '#domain/errors.ts'
import type { Membership } from '#store/memberships.ts'

/** Where a stream of all spaces stands: in each of them, by its number, and of which memberships its reader knows. */
export interface Positions {
  revisions: ReadonlyMap<number, number>
  memberships: string
}

const ID = /^(?:\d{1,10}r\d{1,15}-){1,50}[\w~]{8}$/

/** Positions as the id of an event: `3r120-7r5-0oX3_~9a`, whose length the number of spaces bounds. */
export function eventIdOf({ revisions, memberships }: Positions): string {
  return [...[...revisions].map(([space, revision]) => `${space}r${revision}`), memberships].join('-')
}

/** Throws `invalid` for what is no id of an event of all spaces. */
export function positionsIn(id: string): Positions {
  if (!ID.test(id)) throw invalid({ path: 'Last-Event-ID', message: 'is no id of an event of all spaces' })
  const parts = id.split('-')
  const memberships = parts.pop()!
  return { memberships, revisions: new Map(parts.map((part) => part.split('r').map(Number) as [number, number])) }
}

/** Changes with each membership and invitation, and with each role. */
export function digestOf(memberships: readonly Membership[]): string {
  const text = memberships.map(({ space_id, role }) => `${space_id} ${role}`).join()
  return createHash('sha256').update(text).digest('base64url').slice(0, 8).replaceAll('-', '~')
}
