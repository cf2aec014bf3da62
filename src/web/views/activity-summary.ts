import type { Change, Difference } from '#contract/types.ts'
import { doneVerb, SETTINGS, subjectOf, type Verb, verbOf } from '#contract/verbs.ts'
import type { Day } from '#domain/dates.ts'
import { changedFields } from '#domain/entities.ts'
import type { Item } from '#domain/fields.ts'
import { KIND } from '#domain/kinds.ts'
import { formatDay } from '#web/format/days.ts'
import { capitalise, formatList } from '#web/format/text.ts'

export interface ChangedEntity {
  id: string
  title: string
  what: 'item' | 'project' | 'feature'
}

/** A write as a sentence: `Added`, the things, and what about them. */
export interface ChangeSummary {
  verb: string
  entities: readonly ChangedEntity[]
  /** Those beyond the things that are named. */
  more: number
  detail: string
}

type Differences = Pick<Change, 'items' | 'projects' | 'features'>
type Titled = Difference<{ title: string }>

const VERBS: Record<string, string> = {
  add: 'Added',
  update: 'Changed',
  remove: 'Removed',
  start: 'Started',
  cancel: 'Canceled',
  reopen: 'Reopened',
  skip: 'Skipped',
  move: 'Moved',
}
/** Before a title, where the verb's own form does not do. */
const WORDS: Partial<Record<Verb, string>> = { done: 'Done:', given: 'Gave' }
const CLIENT_NAMES: Record<string, string> = {
  web: 'Web',
  cli: 'Command line',
  mcp: 'MCP',
  import: 'Import',
  api: 'API',
  local: 'The server itself',
}
const MAX_NAMED = 4

export const clientName = (client: string): string => CLIENT_NAMES[client] ?? client

const toEntity =
  (what: ChangedEntity['what']) =>
  ({ id, before, after }: Titled): ChangedEntity => ({ id, what, title: (after ?? before)!.title })

/** Whether the change holds anything that can be undone. */
export function isUndoable({ items, projects, features }: Differences): boolean {
  return items === null || items.length + projects.length + features.length > 0
}

const summary = (verb: string, entities: ChangedEntity[], detail = ''): ChangeSummary => ({
  verb,
  entities: entities.slice(0, MAX_NAMED),
  more: Math.max(0, entities.length - MAX_NAMED),
  detail,
})

/** A write as a sentence, from its operation and what differs after it. */
export function summariseChange(op: string, differences: Differences, today: Day): ChangeSummary {
  const [noun = '', verb = ''] = op.split('.')
  const { items, projects, features } = differences
  if (noun === 'projects' && projects[0])
    return summary(`${VERBS[verb] ?? 'Changed'} the project`, [toEntity('project')(projects[0])])
  if (noun === 'features' && features[0])
    return summary(`${VERBS[verb] ?? 'Changed'} the feature`, [toEntity('feature')(features[0])])
  if (items === null) return summary('Changed a great many items', [])
  if (noun === 'items' && items.length) return summariseItemChange(verb, items, today)
  return summariseMany(op, { ...differences, items }, today)
}

/** Writes that may hold anything: batches, imports, undo. */
function summariseMany(
  op: string,
  { items, projects, features }: Differences & { items: readonly Difference<Item>[] },
  today: Day,
): ChangeSummary {
  const [first] = items
  if (first && items.length === 1 && !projects.length && !features.length)
    return summary(verbFor(first), [toEntity('item')(first)], describeDetail(first, today))
  const entities = [
    ...projects.map(toEntity('project')),
    ...features.map(toEntity('feature')),
    ...items.map(toEntity('item')),
  ]
  if (!entities.length) return summary(capitalise(SETTINGS[op] ?? op), [])
  if (op === 'order.set') return summary('Reordered', entities)
  const verbs = new Set(items.map(verbFor))
  return summary(verbs.size === 1 && items.length === entities.length ? [...verbs][0]! : 'Changed', entities)
}

function summariseItemChange(verb: string, items: readonly Difference<Item>[], today: Day): ChangeSummary {
  const subject = subjectOf(verb, items)
  const entities = [toEntity('item')(subject)]
  if (verb === 'convert' && subject.after) return summary('Made', entities, KIND[subject.after.kind].one)
  if (verb === 'done') return summary(pastTense(doneVerb(subject.after), subject.after), entities)
  return summary(VERBS[verb] ?? verbFor(subject), entities, verb === 'update' ? describeDetail(subject, today) : '')
}

const verbFor = (difference: Difference<Item>): string => pastTense(verbOf(difference), difference.after)

/** What is bought is not done. */
function pastTense(verb: Verb, after: Item | null): string {
  if (verb === 'done' && (after?.kind === 'shopping' || after?.kind === 'grocery')) return 'Bought'
  return WORDS[verb] ?? capitalise(verb)
}

function describeDetail({ before, after }: Difference<Item>, today: Day): string {
  if (!before || !after) return ''
  const fields = changedFields(before, after).filter((field) => field !== 'anchor')
  return formatList(
    fields.map((field) => {
      if (field === 'priority') return `priority ${before.priority} → ${after.priority}`
      if (field === 'title') return `it was “${before.title}”`
      if (field !== 'due') return field.replaceAll('_', ' ')
      if (!after.due) return 'no due date'
      return `due ${before.due ? `${formatDay(before.due, today)} → ` : ''}${formatDay(after.due, today)}`
    }),
  )
}
