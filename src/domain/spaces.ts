import type { Item } from './fields.ts'
import type { Pool } from './kinds.ts'

/** An item, with its space where a call does not name the only one. */
export type ItemInSpace = Item & { space?: string }

/** The shared spaces of a user that items of a pool are in by default. */
export type Defaults = { [Name in Pool]?: string }

export const MEMBER_ROLES = ['owner', 'member', 'invited'] as const
/** `invited` until they join: it opens nothing. */
export type MemberRole = (typeof MEMBER_ROLES)[number]

/** Shared spaces that a user may be a member of. */
export const MAX_SPACES = 20
/** Of a space, invited ones included. */
export const MAX_MEMBERS = 50
/** By which the others know a member. */
export const MAX_NAMES = 10

/** A space that several users share, as one of its members sees it. */
export interface SharedSpace {
  id: string
  name: string
  role: Exclude<MemberRole, 'invited'>
}
