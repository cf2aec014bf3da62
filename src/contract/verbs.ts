import { changedFields } from '#domain/entities.ts'
import type { Item } from '#domain/fields.ts'
import type { Change, Difference } from './types.ts'

/** What happened to one thing. */
export type Verb =
  | 'added'
  | 'removed'
  | 'done'
  | 'bought'
  | 'given'
  | 'started'
  | 'canceled'
  | 'reopened'
  | 'changed'
  | 'moved'

/** Writes that change no item, project or feature, in words. */
export const SETTINGS: Record<string, string> = {
  'me.update': 'set the time zone',
  'calendar.rotate': 'replaced the calendar address',
  'users.add': 'added a user',
  'users.rotate': 'replaced an API key',
  'users.update': 'changed the role of a user',
  'users.remove': 'removed a user',
}

/** Read from before and after, whichever operation it was. */
export function verbOf({ before, after }: Difference<Item>): Verb {
  if (!before) return 'added'
  if (!after) return 'removed'
  if (before.last_done !== after.last_done) return 'done'
  if (before.status === after.status) return changedFields(before, after).length ? 'changed' : 'moved'
  if (after.status === 'done') return doneVerb(after)
  if (after.status === 'doing') return after.bought_on ? 'bought' : 'started'
  return after.status === 'canceled' ? 'canceled' : 'reopened'
}

export function doneVerb(after: Item | null): Verb {
  if (after?.kind !== 'gift') return 'done'
  return after.status === 'done' ? 'given' : 'bought'
}

/** The item that an operation on one item was about: a completion adds a copy, a conversion removes the old one. */
export function subjectOf(verb: string, items: readonly Difference<Item>[]): Difference<Item> {
  const isNew = verb === 'add' || verb === 'convert'
  return items.find(({ before }) => (before === null) === isNew) ?? items[0]!
}

type Differences = Pick<Change, 'items' | 'projects' | 'features'>

/** The same differences seen backwards: what an undo took back. */
export function backwards({ items, projects, features }: Differences): Differences {
  const turn = <T extends Difference<unknown>>(all: readonly T[]): T[] =>
    all.map((one) => ({ ...one, before: one.after, after: one.before }))
  return { items: items && turn(items), projects: turn(projects), features: turn(features) }
}
