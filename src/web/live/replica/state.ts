import type { EFFECTS } from '#domain/effects/effects.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { DoneCount, Feature, Project } from '#domain/projects.ts'
import { idIn } from './space-ids.ts'

/** A user's entities by id: as the server has sent them, or with the effects of pending changes. */
export interface State {
  items: Map<string, PlacedItem>
  projects: Map<string, Project>
  features: Map<string, Feature>
  /** Counts of tasks that were done too long ago to be among the items. */
  doneBefore: readonly DoneCount[]
}

export function emptyState(): State {
  return { items: new Map(), projects: new Map(), features: new Map(), doneBefore: [] }
}

/** A copy with maps of its own; the entities, which nobody changes, are the same. */
export function copyOf({ items, projects, features, doneBefore }: State): State {
  return { items: new Map(items), projects: new Map(projects), features: new Map(features), doneBefore }
}

/** How many tasks of a project, or of one of its features, are done but not among the items. */
export function countDoneBefore({ doneBefore }: State, project: string, feature?: string): number {
  let sum = 0
  for (const count of doneBefore)
    if (count.project === project && (feature === undefined || count.feature === feature)) sum += count.done
  return sum
}

/** For one of those tasks that is among the items again, and so is counted there. */
export function decrementDoneCount(
  counts: readonly DoneCount[],
  { project, feature }: Pick<PlacedItem, 'project' | 'feature'>,
): DoneCount[] {
  return counts.map((count) =>
    count.project === project && count.feature === feature ? { ...count, done: count.done - 1 } : count,
  )
}

/**
 * Operations that work offline, since the page predicts their effect. Adding projects and features needs the server.
 */
export type PredictedOperation = Exclude<keyof typeof EFFECTS, 'projects.add' | 'features.add'>

/** A change that the server has not answered yet. Dates in its input are days, never words. */
export interface PendingChange {
  /** Grows with each change of this browser. */
  seq: number
  /** Id of the tab that sends it. */
  tab: string
  op: PredictedOperation | 'batch.run'
  /** In a shared space: its name, and that of the user who makes it. */
  in?: { space: string; user: string }
  input: Record<string, unknown>
  /** Idempotency key: sent again, it happens once. */
  key: string
  at: string
  today: string
  /** The user's time zone when it was made. */
  timezone: string
  /** The revision of the item that was edited. */
  ifMatch?: number
  /** Provisional ids of what it adds, in order. */
  newIds: string[]
  /** Ids of what it changes or removes, as predicted when it was made. */
  changedIds: string[]
  /** What it does, in a few words. */
  description: string
}

/** A change that the server refused, or that depends on one. */
export interface RejectedChange extends PendingChange {
  why: string
}

/** The id of the nth item that a change adds, until the server issues one. */
export function provisionalId({ in: place, seq }: Pick<PendingChange, 'in' | 'seq'>, prefix: string, n: number) {
  return idIn(place?.space ?? null, `${prefix}-new${seq}-${n}`)
}

const PROVISIONAL = /^(.+\/)?[a-z]-new/

/** Whether an id was made in a page, before the server issued one. */
export function isProvisional(id: string): boolean {
  return PROVISIONAL.test(id)
}

/** The ids that occur in a change. */
export function idsIn({ input, newIds }: Pick<PendingChange, 'input' | 'newIds'>): string[] {
  return [...newIds, ...stringsIn(input)]
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^([^\s/]+\/)?[a-z]-/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** The same input with each occurrence of an id replaced. */
export function replaceId<T>(value: T, from: string, to: string): T {
  if (value === from) return to as T
  if (Array.isArray(value)) return value.map((one: unknown) => replaceId(one, from, to)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, replaceId(one as unknown, from, to)]),
  ) as T
}
