import type { Change, Difference } from '#contract/types.ts'
import { changedFields } from '#domain/edits.ts'
import type { Item } from '#domain/items.ts'
import { named } from './items.ts'

type Told = Pick<Change, 'op' | 'projects' | 'features'> & { items: Difference<Item>[] | null }

const VERBS: Record<string, string> = { add: 'added', update: 'changed', remove: 'removed', start: 'started', cancel: 'canceled', reopen: 'reopened', skip: 'skipped', move: 'moved', convert: 'converted' }
const SETTINGS: Record<string, string> = {
  'me.update': 'set the time zone',
  'calendar.rotate': 'replaced the calendar address',
  'users.add': 'added a user',
  'users.rotate': 'replaced an API key',
  'users.update': 'changed the role of a user',
  'users.remove': 'removed a user',
}
/** Writes of many things at once that have a word of their own. */
const TOGETHER: Record<string, string> = { 'order.set': 'reordered', 'data.import': 'imported' }
const MOST_NAMED = 5

/** What a write did, in a few words: `done c-12ab  Water the plants`. */
export function whatChanged({ op, items, projects, features }: Told): string {
  const [noun = '', verb = ''] = op.split('.')
  const project = noun === 'projects' ? projects[0] : undefined
  if (project) return `${VERBS[verb] ?? verb} project ${project.id}  ${(project.after ?? project.before)!.title}`
  const feature = noun === 'features' ? features[0] : undefined
  if (feature) return `${VERBS[verb] ?? verb} feature ${named((feature.after ?? feature.before)!)}`
  if (noun === 'items' && items?.length) return oneChange(verb, subjectOf(verb, items))
  const several = [...(items ?? []), ...projects, ...features] as Difference<Item>[]
  if (!several.length) return SETTINGS[op] ?? (items ? op : 'changed a great many items')
  const did = TOGETHER[op] ?? sharedVerb(several)
  const what = projects.length ? 'project ' : features.length ? 'feature ' : ''
  if (several.length === 1) return `${did} ${what}${nameOf(several[0]!)}`
  const rest = several.length - MOST_NAMED
  return `${did} ${several.length}: ${several.slice(0, MOST_NAMED).map(titleOf).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** The same write seen backwards: what an undo took back. */
export function backwards<T>(differences: Difference<T>[]): Difference<T>[] {
  return differences.map(({ id, before, after }) => ({ id, before: after, after: before }))
}

/** The item that a verb was about: a completion adds a copy, a conversion removes the old one. */
function subjectOf(verb: string, items: Difference<Item>[]): Difference<Item> {
  const isNew = verb === 'add' || verb === 'convert'
  return items.find(({ before }) => (before === null) === isNew) ?? items[0]!
}

function oneChange(verb: string, difference: Difference<Item>): string {
  const { before, after } = difference
  if (verb === 'done') return `${doneVerb(after)} ${nameOf(difference)}`
  const fields = verb === 'update' && before && after ? changedFields(before, after) : []
  return `${VERBS[verb] ?? verb} ${nameOf(difference)}${fields.length ? ` (${fields.map((field) => field.replaceAll('_', ' ')).join(', ')})` : ''}`
}

function doneVerb(after: Item | null): string {
  if (after?.kind !== 'gift') return 'done'
  return after.status === 'done' ? 'given' : 'bought'
}

function sharedVerb(differences: Difference<Item>[]): string {
  const verbs = new Set(differences.map(verbOf))
  return verbs.size === 1 ? [...verbs][0]! : 'changed'
}

/** What happened to one entity, read from before and after. */
function verbOf({ before, after }: Difference<Item>): string {
  if (!before) return 'added'
  if (!after) return 'removed'
  if (before.last_done !== after.last_done) return 'done'
  if (before.status === after.status) return changedFields(before, after).length ? 'changed' : 'moved'
  if (after.status === 'done') return doneVerb(after)
  if (after.status === 'doing') return after.bought_on ? 'bought' : 'started'
  return after.status === 'canceled' ? 'canceled' : 'reopened'
}

function nameOf({ id, before, after }: Difference<Item>): string {
  return `${id}  ${(after ?? before)!.title}`
}

function titleOf({ before, after }: Difference<Item>): string {
  return (after ?? before)!.title
}
