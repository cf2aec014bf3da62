import type { PlacedItem } from '#domain/items.ts'
import type { Instant } from '#domain/dates.ts'
import type { Fields, FieldsInput, Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import type { Stage } from '#domain/lifecycle.ts'
import type { DoneCount, Feature, Progress, Project, ProjectStatus, ProjectType } from '#domain/projects.ts'
import type { Role } from '#domain/users.ts'

/** A span of quick-add text, in UTF-16 offsets, and what it was understood as. */
export interface Understood {
  start: number
  end: number
  field: keyof Fields | 'kind'
  value: string | number
}

/** Fields, or a line of quick add; what is given beside the line counts before what it says. */
export type AddInput =
  | (FieldsInput & { kind: Kind; title: string; text?: undefined })
  | (Omit<FieldsInput, 'title'> & { text: string; kind?: Kind; title?: undefined })
export type Added = Item & { understood?: Understood[] }

export interface ById {
  id: string
}
export interface DoneInput extends ById {
  on?: string
  stage?: Stage
}
export interface DoneAnswer {
  item: Item
  /** The copy that a recurring item leaves behind. */
  added: Item | null
}
export interface MoveInput extends ById {
  to?: 'top' | 'bottom' | 'up' | 'down'
  before?: string
  after?: string
}
export interface ConvertInput extends FieldsInput, ById {
  kind: Kind
  /** Let go of what the new kind cannot hold, instead of refusing. */
  drop?: boolean
}

/** Several values mean any of them: an array, or one text with commas. */
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
export interface BatchAnswer {
  results: unknown[]
}

export interface ProjectInput {
  slug?: string
  title: string
  type?: ProjectType
  notes?: string | null
}
export interface ProjectPatch {
  slug: string
  title?: string
  type?: ProjectType
  status?: ProjectStatus
  notes?: string | null
}
export type ProjectSummary = Project & { progress: Progress; open: number }
export type FeatureSummary = Feature & { progress: Progress }
export type ProjectView = ProjectSummary & {
  features: (FeatureSummary & { tasks: Item[] })[]
  /** Open tasks outside all features, in their order. */
  tasks: Item[]
}
export interface FeatureInput {
  slug: string
  title: string
  notes?: string | null
}
export interface FeaturePatch extends ById {
  title?: string
  status?: Feature['status']
  notes?: string | null
}

/** One entity before and after a write; null where it did not exist. */
export interface Difference<T> {
  id: string
  before: T | null
  after: T | null
}
/** An item's place inside its priority comes beside it, for those who keep a replica. */
export type ItemDifference = Difference<Item> & { position: string | null }
/** A row of the journal: one atomic write. */
export interface Change {
  revision: number
  at: Instant
  client: string
  /** The operation that wrote it. */
  op: string
  /** The revision that this write took back, if it is an undo or a redo. */
  undoes: number | null
  /** Whether it has itself been taken back. */
  undone: boolean
  /** null where a write is too large to tell (some MiB; in events, more than 500 items): load anew. */
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
  /** `since` cannot be followed: load anew. */
  reset: boolean
}
/** What a replica starts from: follow the changes after `revision` from there. */
export interface Snapshot {
  revision: number
  /** Open ones, and those finished in the last days. */
  items: PlacedItem[]
  projects: Project[]
  features: Feature[]
  /** Done tasks that are not among the items, counted by project and feature, so that progress can be told. */
  done_before: DoneCount[]
  next_cursor: string | null
}
export interface UndoInput {
  revision?: number
  redo?: boolean
}
/** The write that an undo is, and the write that it took back. */
export type Undone = Change & { undid: Pick<Change, 'revision' | 'at' | 'client' | 'op'> }

/** Everything that a user has but keys and settings; items stand in their order. */
export interface Export {
  format: 'track'
  version: 1
  exported_at: Instant
  /** Whose it is: into the same account ids come back as they were. */
  user: { id: string; name: string }
  projects: Project[]
  features: Feature[]
  items: Item[]
}
type Arriving<T, Needed extends keyof T> = Pick<T, Needed> & Partial<T>
/** An exported document. What it leaves out of a row is as in a new one; `updated_at` and `revision` are the import's own. */
export interface Import extends Pick<Export, 'format' | 'version'>, Partial<Pick<Export, 'exported_at' | 'user'>> {
  projects: Arriving<Project, 'slug' | 'title' | 'created_at'>[]
  features: Arriving<Feature, 'id' | 'project' | 'title' | 'created_at'>[]
  items: Arriving<Item, 'id' | 'kind' | 'title' | 'created_at'>[]
}
/** How many rows of a document were added, were here as they are in it, or are here and have changed since, and so were left alone. */
export interface Arrivals {
  added: number
  unchanged: number
  kept: number
}
export interface Imported {
  /** Of this write, for undo; null when nothing was added. */
  revision: number | null
  projects: Arrivals
  features: Arrivals
  items: Arrivals
  /** Ids and slugs that were taken here, each with the one that was given instead. */
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
  /** Only when the zone is still a default that nobody chose. */
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
