import type { EFFECTS } from '#domain/effects/effects.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { DoneCount, Feature, Project } from '#domain/projects.ts'

/** What a user has, by id: as the server told it, or with what still waits on top. */
export interface State {
  items: Map<string, PlacedItem>
  projects: Map<string, Project>
  features: Map<string, Feature>
  /** Tasks that were done too long ago to be among the items. */
  doneBefore: readonly DoneCount[]
}

export function emptyState(): State {
  return { items: new Map(), projects: new Map(), features: new Map(), doneBefore: [] }
}

export function copyOf({ items, projects, features, doneBefore }: State): State {
  return { items: new Map(items), projects: new Map(projects), features: new Map(features), doneBefore }
}

/** What a project, or one of its features, saw done before what is kept here begins. */
export function doneEarlier({ doneBefore }: State, project: string, feature?: string): number {
  let sum = 0
  for (const count of doneBefore)
    if (count.project === project && (feature === undefined || count.feature === feature)) sum += count.done
  return sum
}

/** One of those tasks is told of again, and counts by itself from here on. */
export function recalled(
  counts: readonly DoneCount[],
  { project, feature }: Pick<PlacedItem, 'project' | 'feature'>,
): DoneCount[] {
  return counts.map((count) =>
    count.project === project && count.feature === feature ? { ...count, done: count.done - 1 } : count,
  )
}

/** What can wait for the network: the page knows its effect. Projects and features are added only while there is one. */
export type PredictedOperation = Exclude<keyof typeof EFFECTS, 'projects.add' | 'features.add'>

/** A change that has not been answered yet. Its input holds dates, never words. */
export interface Waiting {
  /** Grows with each change of this browser. */
  seq: number
  /** The tab that sends it. */
  tab: string
  op: PredictedOperation | 'batch.run'
  input: Record<string, unknown>
  /** Idempotency key: sent again, it happens once. */
  key: string
  at: string
  today: string
  /** The zone that it was made in. */
  timezone: string
  /** The revision of the item that was edited. */
  ifMatch?: number
  /** Provisional ids of what it adds, in order. */
  newIds: string[]
  /** What it does, for people. */
  says: string
}

/** A change that the server refused, with what it would have done. */
export interface SetAside extends Waiting {
  why: string
}

const PROVISIONAL = /^[a-z]-new/

/** Whether an id was given here and is not yet known to the server. */
export function isProvisional(id: string): boolean {
  return PROVISIONAL.test(id)
}

/** The ids that a change speaks of. */
export function idsIn({ input, newIds }: Waiting): string[] {
  return [...newIds, ...stringsIn(input)]
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^[a-z]-/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** The same input with one id in the place of another, wherever it stands. */
export function renamed<T>(value: T, from: string, to: string): T {
  if (value === from) return to as T
  if (Array.isArray(value)) return value.map((one: unknown) => renamed(one, from, to)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamed(one as unknown, from, to)])) as T
}
