import type { Instant } from '#domain/dates.ts'
import type { FieldsInput, Item } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Kind } from '#domain/kinds.ts'
import type { DoneCount, Feature, Progress, Project } from '#domain/projects.ts'
import type { Understood } from '#domain/quick-add-fields.ts'
import type { Role } from '#domain/users.ts'

export type {
  DoneInput,
  DoneResult,
  FeatureInput,
  FeaturePatch,
  MoveInput,
  OrderInput,
  ProjectInput,
  ProjectPatch,
} from '#domain/effects/inputs.ts'
export type { Understood } from '#domain/quick-add-fields.ts'

export interface ById {
  /** Or a clear beginning of it. */
  id: string
}
export interface BySlug {
  slug: string
}
export interface ByName {
  name: string
}

/** Fields, or a line of quick add; fields given beside the line win over what it says. */
export type AddInput =
  | (FieldsInput & { kind: Kind; title: string; text?: undefined })
  | (Omit<FieldsInput, 'title'> & { text: string; kind?: Kind; title?: undefined })
/** With what each part of the line was understood as, where there was one. */
export type Added = Item & { understood?: Understood[] }

export type UpdateInput = FieldsInput & ById
export interface ConvertInput extends FieldsInput, ById {
  kind: Kind
  /** Drop what the new kind cannot hold instead of failing. */
  drop?: boolean
}

/** Matches any of several values: an array, or one text with commas. */
export type AnyOf = string | string[]

export interface ListInput {
  kind?: AnyOf
  status?: AnyOf
  tag?: AnyOf
  project?: AnyOf
  feature?: AnyOf
  due_after?: string
  due_before?: string
  q?: string
  limit?: number
  cursor?: string
}
export interface Page {
  items: Item[]
  next_cursor: string | null
}
export interface SearchInput {
  q: string
  limit?: number
  cursor?: string
}

export interface BatchInput {
  operations: { op: string; input?: object }[]
}
export interface BatchResult {
  results: unknown[]
}

export type ProjectSummary = Project & { progress: Progress; open: number }
export type FeatureSummary = Feature & { progress: Progress }
export type ProjectView = ProjectSummary & {
  features: (FeatureSummary & { tasks: Item[] })[]
  /** Open tasks outside all features, in their order. */
  tasks: Item[]
}

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
  client: string
  /** The name of the operation. */
  op: string
  /** The revision that this write reverted, if it is an undo or a redo. */
  undoes: number | null
  /** Whether it has itself been reverted. */
  undone: boolean
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
export type Undone = Change & { undid: Pick<Change, 'revision' | 'at' | 'client' | 'op'> }

/** Everything that a user has except keys and settings; items are in their order. */
export interface Export {
  format: 'track'
  version: 1
  exported_at: Instant
  /** The owner: an import into the same account restores the ids. */
  user: { id: string; name: string }
  projects: Project[]
  features: Feature[]
  items: Item[]
}
type Importable<T, Needed extends keyof T> = Pick<T, Needed> & Partial<T>
/**
 * An exported document. What a row leaves out is as in a new one; `updated_at` and `revision` are those of the import.
 */
export interface Import extends Pick<Export, 'format' | 'version'>, Partial<Pick<Export, 'exported_at' | 'user'>> {
  projects: Importable<Project, 'slug' | 'title' | 'created_at'>[]
  features: Importable<Feature, 'id' | 'project' | 'title' | 'created_at'>[]
  items: Importable<Item, 'id' | 'kind' | 'title' | 'created_at'>[]
}
/** Rows of a document: `added`; already here and `unchanged`; already here, changed since, and `kept` as they are. */
export interface ImportCounts {
  added: number
  unchanged: number
  kept: number
}
export interface Imported {
  /** The revision of this write, for undo; null when nothing was added. */
  revision: number | null
  projects: ImportCounts
  features: ImportCounts
  items: ImportCounts
  /** Ids and slugs that were taken, each with the one given instead. */
  renamed: { from: string; to: string }[]
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
  revision: number
}
export interface MeInput {
  timezone: string
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
