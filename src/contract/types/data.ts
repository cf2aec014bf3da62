import type { Instant } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import type { Feature, Project } from '#domain/projects.ts'

/** Everything that a user has except keys and settings; items are in their order. */
export interface Export {
  format: 'track'
  version: 1
  exported_at: Instant
  /** The owner: an import into the same account restores the ids. */
  user: { id: string; name: string; currency: string }
  projects: Project[]
  features: Feature[]
  items: Item[]
}
type Importable<T, Needed extends keyof T> = Pick<T, Needed> & Partial<T>
/**
 * An exported document. What a row leaves out is as in a new one; `updated_at` and `revision` are those of the import.
 */
export interface Import extends Pick<Export, 'format' | 'version'>, Partial<Pick<Export, 'exported_at'>> {
  user?: Omit<Export['user'], 'currency'> & { currency?: string }
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
