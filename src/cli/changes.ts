import type { Change, Difference } from '#contract/types.ts'
import { doneVerb, SETTINGS, subjectOf, verbOf } from '#contract/verbs.ts'
import { changedFields } from '#domain/entities.ts'
import type { Item } from '#domain/fields.ts'
import { idAndTitle } from './items.ts'

type DescribedChange = Pick<Change, 'op' | 'projects' | 'features'> & { items: Difference<Item>[] | null }

const VERBS: Record<string, string> = {
  add: 'added',
  update: 'changed',
  remove: 'removed',
  start: 'started',
  cancel: 'canceled',
  reopen: 'reopened',
  skip: 'skipped',
  move: 'moved',
  convert: 'converted',
}
/** Verbs of operations that change many entities at once. */
const BULK_VERBS: Record<string, string> = { 'order.set': 'reordered', 'data.import': 'imported' }
const MAX_NAMED = 5

/** A short description of a write: `done c-12ab  Water the plants`. */
export function describeChange({ op, items, projects, features }: DescribedChange): string {
  const [noun = '', verb = ''] = op.split('.')
  const project = noun === 'projects' ? projects[0] : undefined
  if (project) return `${VERBS[verb] ?? verb} project ${project.id}  ${(project.after ?? project.before)!.title}`
  const feature = noun === 'features' ? features[0] : undefined
  if (feature) return `${VERBS[verb] ?? verb} feature ${idAndTitle((feature.after ?? feature.before)!)}`
  if (noun === 'items' && items?.length) return oneChange(verb, subjectOf(verb, items))
  const several = [...(items ?? []), ...projects, ...features] as Difference<Item>[]
  if (!several.length) return SETTINGS[op] ?? (items ? op : 'changed a great many items')
  const did = BULK_VERBS[op] ?? sharedVerb(several)
  const what = projects.length ? 'project ' : features.length ? 'feature ' : ''
  if (several.length === 1) return `${did} ${what}${nameOf(several[0]!)}`
  const rest = several.length - MAX_NAMED
  const titles = several.slice(0, MAX_NAMED).map(titleOf).join(', ')
  return `${did} ${several.length}: ${titles}${rest > 0 ? ` and ${rest} more` : ''}`
}

function oneChange(verb: string, difference: Difference<Item>): string {
  const { before, after } = difference
  if (verb === 'done') return `${doneVerb(after)} ${nameOf(difference)}`
  const fields = verb === 'update' && before && after ? changedFields(before, after) : []
  const names = fields.map((field) => field.replaceAll('_', ' ')).join(', ')
  return `${VERBS[verb] ?? verb} ${nameOf(difference)}${names && ` (${names})`}`
}

function sharedVerb(differences: Difference<Item>[]): string {
  const verbs = new Set(differences.map(verbOf))
  return verbs.size === 1 ? [...verbs][0]! : 'changed'
}

function nameOf({ id, before, after }: Difference<Item>): string {
  return `${id}  ${(after ?? before)!.title}`
}

function titleOf({ before, after }: Difference<Item>): string {
  return (after ?? before)!.title
}
