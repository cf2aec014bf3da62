import type { Instant } from './dates.ts'
import type { SharedSpace } from './spaces.ts'
import type { Usage } from './usage.ts'

export const ROLES = ['admin', 'member'] as const
export type Role = (typeof ROLES)[number]

export interface User extends Usage {
  id: string
  /** Of the space that a call is about. */
  space_id: number
  name: string
  role: Role
  /** A name that Intl.DateTimeFormat accepts. */
  timezone: string
  /** When the time zone was last changed; null if never. */
  timezone_changed_at: Instant | null
  /** The revision that this made; 0 if none. */
  timezone_revision: number
  /** ISO 4217. */
  currency: string
  /** Of the space. Raised by one with every write. */
  revision: number
  created_at: Instant
  /** Of how many shared spaces they are a member, invitations included. */
  memberships: number
  /** The space that a call is about, where it is not their own. */
  shared?: SharedSpace
}

/** What owns the items that a call is about: a shared space, or the user's own, which has their id and name. */
export const ownerOf = (user: Pick<User, 'id' | 'name' | 'shared'>): { id: string; name: string } => user.shared ?? user

/** Of a user's name. */
export const MAX_NAME_LENGTH = 32
export const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,31}$/
