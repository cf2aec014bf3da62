import type { Entities, Entity } from '../entities.ts'
import type { PlacedItem } from '../items.ts'
import type { Now } from '../lifecycle.ts'
import type { Feature, Project } from '../projects.ts'
import type { Step } from './steps.ts'

/** A pool's open items of one priority: what is ordered by hand. */
export interface Bucket {
  pool: string
  priority: number
}

/** As much of an item as a position beside it needs. */
export type Neighbour = Pick<PlacedItem, 'id' | 'position'>
/** Where an open item stands. */
export type Place = Neighbour & Pick<PlacedItem, 'priority'>

/** Who shares a space. */
export interface Members {
  /** The name of who calls. */
  caller: string
  has(name: string): Step<boolean>
  /** How often each has done a chore in the last `turnDays`. */
  countCompletions(id: string): Step<ReadonlyMap<string, number>>
}

/** What effects read from and write to: the page's maps, or a transaction of a database. */
export interface Records {
  now: Now
  /** The user's time zone. */
  timezone: string
  /** Undefined in one's own space. */
  members: Members | undefined
  /**
   * The item of an id, or where the records know all ids, of a clear beginning of one. Throws `not_found`, `conflict`
   * for an unclear beginning, and `conflict` where the caller has named another version of it (If-Match).
   */
  item(id: string): Step<PlacedItem>
  /** Throws `not_found`. */
  project(slug: string): Step<Project>
  /** Throws `not_found`; `conflict` for an unclear beginning. */
  feature(id: string): Step<Feature>
  hasProject(slug: string): Step<boolean>
  /** The first or last item of a bucket. */
  endOf(bucket: Bucket, end: 'top' | 'bottom'): Step<Neighbour | undefined>
  /** Up to two items next to a position, nearest first. */
  neighbours(bucket: Bucket, place: Neighbour, side: 'before' | 'after'): Step<Neighbour[]>
  /** In their order. */
  bucket(bucket: Bucket): Step<Place[]>
  /** All open items of a pool, in their order. */
  pool(name: string): Step<Place[]>
  /** All tasks of a project, or those of one of its features, whatever their status. */
  tasksOf(project: string, feature?: string): Step<Pick<PlacedItem, 'id' | 'status'>[]>
  /** Those of the items that exist. */
  items(ids: readonly string[]): Step<ReadonlyMap<string, PlacedItem>>
  featuresOf(project: string): Step<Feature[]>
  /** An id that was never given. */
  newId(prefix: string): Step<string>
  /**
   * Writes an entity's next state; null before: it is new; null after: it is gone. Returns what stands then: `before`
   * itself where nothing changed.
   */
  put<E extends Entity, After extends Entities[E] | null>(
    entity: E,
    before: Entities[E] | null,
    after: After,
  ): Step<After>
}
