import type { Instant } from '#domain/dates.ts'
import type { Pool } from '#domain/kinds.ts'
import type { Defaults } from '#domain/spaces.ts'
import type { Role } from '#domain/users.ts'
import type { SpaceSummary } from './spaces.ts'

export interface ByName {
  name: string
}

export interface Calendar {
  feed_key: string
  https: string
  webcal: string
}

export interface Me {
  id: string
  name: string
  role: Role
  timezone: string
  /** ISO 4217. */
  currency: string
  revision: number
  /** Those that are shared. */
  spaces: SpaceSummary[]
  /** The spaces that pools are in where a call is about that; the user's own for the others. */
  defaults: Defaults
  /** Only where the server has one. */
  quota?: Quota
}
/** What every answer to the command line tells of the key's user. */
export type KnownUser = Pick<Me, 'name' | 'currency' | 'defaults'>

/** How much one has, and may have at most, of what the server limits. */
export interface Quota {
  /** Items, done ones too. */
  items?: { used: number; limit: number }
  /** Of all texts, in UTF-8. */
  bytes?: { used: number; limit: number }
}
export interface MeInput {
  /** Of the pools that are named: a space's name or id; null, or one's own, for none. */
  defaults?: { [Name in Pool]?: string | null }
  timezone?: string
  /** ISO 4217, of all amounts; they are not converted. */
  currency?: string
  /** Only if the zone is still the default. */
  unless_chosen?: boolean
}

export interface UserSummary {
  id: string
  name: string
  role: Role
  timezone: string
  created_at: Instant
}
export interface UserInput {
  name: string
  role?: Role
  timezone?: string
}
export interface NewKey {
  id: string
  name: string
  role: Role
  api_key: string
}
