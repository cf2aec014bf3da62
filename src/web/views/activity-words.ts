import type { Change, Difference } from '#contract/types.ts'
import type { Day } from '#domain/dates.ts'
import { changedFields } from '#domain/edits.ts'
import type { Item } from '#domain/items.ts'
import { KIND } from '#domain/kinds.ts'
import { dayWords, listWords } from '#web/ui/words.ts'

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

const VERBS: Record<string, string> = { add: 'Added', update: 'Changed', remove: 'Removed', start: 'Started', cancel: 'Canceled', reopen: 'Reopened', skip: 'Skipped', move: 'Moved' }
const SETTINGS: Record<string, string> = {
  'me.update': 'Set the time zone',
  'calendar.rotate': 'Replaced the calendar address',
  'users.add': 'Added a user',
  'users.rotate': 'Replaced an API key',
  'users.update': 'Changed the role of a user',
  'users.remove': 'Removed a user',
}
const DOORS: Record<string, string> = { web: 'Web', cli: 'Command line', mcp: 'MCP', import: 'Import', api: 'API' }
const MOST_NAMED = 4

export const doorWords = (door: string): string => DOORS[door] ?? door

const thing = (what: Thing['what']) => ({ id, before, after }: Titled): Thing => ({ id, what, title: (after ?? before)!.title })

/** Whether there is something in it that can be taken back. */
export function canUndo({ items, projects, features }: Differences): boolean {
  return items === null || items.length + projects.length + features.length > 0
}

/** The same differences seen backwards: what an undo took back. */
export function backwards({ items, projects, features }: Differences): Differences {
  const turn = <T extends Difference<unknown>>(all: readonly T[]): T[] => all.map((one) => ({ ...one, before: one.after, after: one.before }))
  return { items: items && turn(items), projects: turn(projects), features: turn(features) }
}

export function toldOf(op: string, { items, projects, features }: Differences, today: Day): Told {
  const [noun = '', verb = ''] = op.split('.')
  const only = (did: string, things: Thing[], detail = ''): Told => ({ did, things, more: 0, detail })
  if (noun === 'projects' && projects[0]) return only(`${VERBS[verb] ?? 'Changed'} the project`, [thing('project')(projects[0])])
  if (noun === 'features' && features[0]) return only(`${VERBS[verb] ?? 'Changed'} the feature`, [thing('feature')(features[0])])
  if (items === null) return only('Changed a great many items', [])
  if (noun === 'items' && items.length) return oneItem(verb, items, today)
  if (items.length === 1 && !projects.length && !features.length) return only(verbOf(items[0]!), [thing('item')(items[0]!)], detailOf(items[0]!, today))
  const things = [...projects.map(thing('project')), ...features.map(thing('feature')), ...items.map(thing('item'))]
  if (!things.length) return only(SETTINGS[op] ?? op, [])
  const verbs = new Set(items.map(verbOf))
  const did = op === 'order.set' ? 'Reordered' : verbs.size === 1 && items.length === things.length ? [...verbs][0]! : 'Changed'
  return { did, things: things.slice(0, MOST_NAMED), more: Math.max(0, things.length - MOST_NAMED), detail: '' }
}

function oneItem(verb: string, items: readonly Difference<Item>[], today: Day): Told {
  // a completion adds a copy, a conversion removes the old one
  const isNew = verb === 'add' || verb === 'convert'
  const its = items.find(({ before }) => (before === null) === isNew) ?? items[0]!
  const things = [thing('item')(its)]
  if (verb === 'convert' && its.after) return { did: 'Made', things, more: 0, detail: KIND[its.after.kind].one }
  if (verb === 'done') return { did: doneWord(its.after), things, more: 0, detail: '' }
  return { did: VERBS[verb] ?? verbOf(its), things, more: 0, detail: verb === 'update' ? detailOf(its, today) : '' }
}

function doneWord(after: Item | null): string {
  if (after?.kind !== 'gift') return after?.kind === 'shopping' || after?.kind === 'grocery' ? 'Bought' : 'Done:'
  return after.status === 'done' ? 'Gave' : 'Bought'
}

/** What happened to one item, read from before and after. */
function verbOf({ before, after }: Difference<Item>): string {
  if (!before) return 'Added'
  if (!after) return 'Removed'
  if (before.last_done !== after.last_done) return 'Done:'
  if (before.status === after.status) return changedFields(before, after).length ? 'Changed' : 'Moved'
  if (after.status === 'done') return doneWord(after)
  if (after.status === 'doing') return after.bought_on ? 'Bought' : 'Started'
  return after.status === 'canceled' ? 'Canceled' : 'Reopened'
}

function detailOf({ before, after }: Difference<Item>, today: Day): string {
  if (!before || !after) return ''
  const fields = changedFields(before, after).filter((field) => field !== 'anchor')
  return listWords(fields.map((field) => {
    if (field === 'priority') return `priority ${before.priority} → ${after.priority}`
    if (field === 'title') return `it was “${before.title}”`
    if (field !== 'due') return field.replaceAll('_', ' ')
    if (!after.due) return 'no due date'
    return `due ${before.due ? `${dayWords(before.due, today)} → ` : ''}${dayWords(after.due, today)}`
  }))
}
