import type { Change, Difference } from '#contract/types.ts'
import { doneVerb, SETTINGS, subjectOf, type Verb, verbOf } from '#contract/verbs.ts'
import type { Day } from '#domain/dates.ts'
import { changedFields } from '#domain/entities.ts'
import type { Item } from '#domain/fields.ts'
import { KIND } from '#domain/kinds.ts'
import { formatDay } from '#web/format/days.ts'
import { capitalise, formatList } from '#web/format/text.ts'

export interface Thing {
  id: string
  title: string
  what: 'item' | 'project' | 'feature'
}

/** A write as a sentence: `Added`, the things, and what about them. */
export interface Told {
  did: string
  things: readonly Thing[]
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
const CLIENTS: Record<string, string> = {
  web: 'Web',
  cli: 'Command line',
  mcp: 'MCP',
  import: 'Import',
  api: 'API',
  local: 'The server itself',
}
const MOST_NAMED = 4

export const clientWords = (client: string): string => CLIENTS[client] ?? client

const thing =
  (what: Thing['what']) =>
  ({ id, before, after }: Titled): Thing => ({ id, what, title: (after ?? before)!.title })

/** Whether there is something in it that can be taken back. */
export function canUndo({ items, projects, features }: Differences): boolean {
  return items === null || items.length + projects.length + features.length > 0
}

export function toldOf(op: string, { items, projects, features }: Differences, today: Day): Told {
  const [noun = '', verb = ''] = op.split('.')
  const only = (did: string, things: Thing[], detail = ''): Told => ({ did, things, more: 0, detail })
  if (noun === 'projects' && projects[0])
    return only(`${VERBS[verb] ?? 'Changed'} the project`, [thing('project')(projects[0])])
  if (noun === 'features' && features[0])
    return only(`${VERBS[verb] ?? 'Changed'} the feature`, [thing('feature')(features[0])])
  if (items === null) return only('Changed a great many items', [])
  if (noun === 'items' && items.length) return oneItem(verb, items, today)
  if (items.length === 1 && !projects.length && !features.length)
    return only(didTo(items[0]!), [thing('item')(items[0]!)], detailOf(items[0]!, today))
  const things = [...projects.map(thing('project')), ...features.map(thing('feature')), ...items.map(thing('item'))]
  if (!things.length) return only(capitalise(SETTINGS[op] ?? op), [])
  const verbs = new Set(items.map(didTo))
  const did =
    op === 'order.set' ? 'Reordered' : verbs.size === 1 && items.length === things.length ? [...verbs][0]! : 'Changed'
  return { did, things: things.slice(0, MOST_NAMED), more: Math.max(0, things.length - MOST_NAMED), detail: '' }
}

function oneItem(verb: string, items: readonly Difference<Item>[], today: Day): Told {
  const its = subjectOf(verb, items)
  const things = [thing('item')(its)]
  if (verb === 'convert' && its.after) return { did: 'Made', things, more: 0, detail: KIND[its.after.kind].one }
  if (verb === 'done') return { did: wordOf(doneVerb(its.after), its.after), things, more: 0, detail: '' }
  return { did: VERBS[verb] ?? didTo(its), things, more: 0, detail: verb === 'update' ? detailOf(its, today) : '' }
}

const didTo = (difference: Difference<Item>): string => wordOf(verbOf(difference), difference.after)

/** What is bought is not done. */
function wordOf(verb: Verb, after: Item | null): string {
  if (verb === 'done' && (after?.kind === 'shopping' || after?.kind === 'grocery')) return 'Bought'
  return WORDS[verb] ?? capitalise(verb)
}

function detailOf({ before, after }: Difference<Item>, today: Day): string {
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
