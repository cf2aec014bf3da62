import type { Item } from './fields.ts'

/** An item, with its space where a call is about all spaces. */
export type ItemInSpace = Item & { space?: string }

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
