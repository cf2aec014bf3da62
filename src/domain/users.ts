import type { Instant } from './dates.ts'
import type { Usage } from './usage.ts'

export const ROLES = ['admin', 'member'] as const
export type Role = (typeof ROLES)[number]

export interface User extends Usage {
  id: string
  /** Of what they own. */
  space_id: number
  name: string
  role: Role
  /** A name that Intl.DateTimeFormat accepts. */
  timezone: string
  /** Raised by one with every write. */
  revision: number
  created_at: Instant
}

export const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,31}$/
