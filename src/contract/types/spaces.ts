import type { MemberRole } from '#domain/spaces.ts'

/** A shared space in a list; of one that the user is only invited to nothing more is told. */
export interface SpaceSummary {
  name: string
  role: MemberRole
  id?: string
  revision?: number
}
export interface ListedSpace extends SpaceSummary {
  /** The names of its members, in order, without those who are only invited. */
  members?: string[]
}
export interface Space {
  id: string
  name: string
  role: MemberRole
  /** Oldest first. */
  members: Member[]
  revision: number
}
export interface Adoption {
  /** Of the user, and then of the space. */
  name: string
  /** The user's API key, since an administrator opens nobody's items. */
  key?: string
  /** Names of users; the first one becomes the owner. */
  members: string[]
}
/** As it is shown to those who need not be members. */
export type AdoptedSpace = Omit<Space, 'role'>
export interface Member {
  name: string
  role: MemberRole
  /** By what names the others know them: `["Mom", "Mum"]`. */
  called: string[]
}
export interface MemberName {
  /** Of the space. */
  name: string
  user: string
}
