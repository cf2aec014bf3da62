import type { Instant } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { DoneCount, Feature, Project } from '#domain/projects.ts'

/** One entity before and after a write; null where it did not exist. */
export interface Difference<T> {
  id: string
  before: T | null
  after: T | null
}
/** With the item's position inside its priority after the write, for those who keep a replica. */
export type ItemDifference = Difference<Item> & { position: string | null }
/** A row of the journal: one atomic write. */
export interface Change {
  revision: number
  at: Instant
  /** The name of the user who wrote, kept when they are gone. */
  by: string
  client: string
  /** The name of the operation. */
  op: string
  /** The revision that this write reverted, if it is an undo or a redo. */
  undoes: number | null
  /** Whether it has itself been reverted. */
  undone: boolean
  /** The other half of a write that moved items between two spaces; only where the caller is in both. */
  linked?: { space: string; revision: number }
  /** null where a write is too large to list (some MiB; in events, more than 500 items): reload. */
  items: ItemDifference[] | null
  projects: Difference<Project>[]
  features: Difference<Feature>[]
}
export interface ChangesInput {
  /** Revisions after this one, oldest first. */
  since?: number
  /** Revisions before this one, newest first (also without either). */
  before?: number
  item?: string
  limit?: number
}
export interface Changes {
  revision: number
  changes: Change[]
  more: boolean
  /** `since` is no longer in the journal: reload. */
  reset: boolean
}
/** What a replica starts from; the changes after `revision` bring it up to date. */
export interface Snapshot {
  revision: number
  /** Open items, and those finished in the last days. */
  items: PlacedItem[]
  projects: Project[]
  features: Feature[]
  /** Done tasks that are not among the items, counted by project and feature, for their progress. */
  done_before: DoneCount[]
  next_cursor: string | null
}
export interface UndoInput {
  revision?: number
  redo?: boolean
}
/** The write that an undo is, and the write that it reverted. */
export type Undone = Change & {
  undid: Pick<Change, 'revision' | 'at' | 'by' | 'client' | 'op'>
  /** Whose write it was, where the call was about all spaces. */
  space?: string
}
