import type { Day } from './dates.ts'
import { type FieldError, invalid } from './errors.ts'
import { MAX_TAGS } from './field-types.ts'
import { completeItem, type Fields, hasField, OWN_FIELDS } from './fields.ts'
import type { PlacedItem } from './items.ts'
import { KIND, type Kind } from './kinds.ts'
import type { Now } from './lifecycle.ts'
import { endOf } from './occurrences.ts'
import { changeSchedule, isNamedBy, newSchedule } from './schedules.ts'
import { foldTag } from './text.ts'
import { withTurns } from './turns.ts'

type NewItem = Omit<PlacedItem, 'id' | 'position' | 'revision'>

/** Names each given field that the kind does not have: `a grocery has no recipient`. */
export function foreignFields(kind: Kind, fields: Partial<Fields>): FieldError[] {
  return OWN_FIELDS.filter((field) => fields[field] != null && !hasField(kind, field)).map((field) => ({
    path: field,
    message: `${KIND[kind].one} has no ${field}`,
  }))
}

/** Names each field that the kind needs and does not have. A feature brings its project along. */
export function missingFields(kind: Kind, { every, project, feature }: Partial<Fields>): FieldError[] {
  const { one } = KIND[kind]
  if (kind === 'chore' && !every)
    return [{ path: 'every', message: `${one} needs an interval, such as weekly or "2 weeks"` }]
  return kind === 'task' && !project && !feature ? [{ path: 'project', message: `${one} needs a project` }] : []
}

function problemsOf(item: NewItem, fields: Partial<Fields>, today: Day): FieldError[] {
  const found = [...foreignFields(item.kind, fields), ...missingFields(item.kind, item)]
  if (item.kind === 'chore' && item.every && endOf(item.every))
    found.push({ path: 'every', message: `${KIND[item.kind].one} never ends, so its interval has no until` })
  if (item.kind === 'chore' && fields.turn_rule && !item.turns)
    found.push({ path: 'turn_rule', message: 'stands only beside turns' })
  if (fields.last_done && fields.last_done > today)
    found.push({ path: 'last_done', message: `${fields.last_done} lies in the future` })
  return found
}

/**
 * A new item of a kind, without id, position and revision. Whether its project and feature exist is not checked.
 * Throws `invalid` naming each field that the kind lacks or needs.
 */
export function createItem(kind: Kind, fields: Partial<Fields> & { title: string }, now: Now): NewItem {
  const item = completeItem<Partial<NewItem>>(fields) as NewItem
  item.kind = kind
  item.status = 'todo'
  item.created_at = item.updated_at = now.at
  const found = problemsOf(item, fields, now.today)
  if (found.length) throw invalid(...found)
  const { due, anchor } = newSchedule(item, fields.due, now.today)
  item.due = due
  item.anchor = anchor
  return withTurns(withDue(item))
}

/**
 * Fields of an update; `series` moves a series with its due date, which else is postponed once. Tags are added and
 * removed after `tags`, if given, has replaced all.
 */
export interface Edit extends Partial<Fields> {
  series?: boolean
  add_tags?: string[]
  remove_tags?: string[]
}

/**
 * The item after an update. Fields that depend on a changed one (anchor, a chore's due date, a feature of the former
 * project) change with it. `dayAdded` gives the user's day when the item was added. Throws `invalid`.
 */
export function applyEdit(item: PlacedItem, edit: Edit, today: Day, dayAdded: () => Day): PlacedItem {
  const { series = false, add_tags: added, remove_tags: removed, ...fields } = edit
  const after: PlacedItem = { ...item, ...fields }
  if (added || removed) after.tags = retag(after.tags, added ?? [], removed ?? [])
  if (fields.project !== undefined && fields.project !== item.project && fields.feature === undefined)
    after.feature = null
  const found = [...problemsOf(after, fields, today), ...seriesProblems(after, edit)]
  if (item.kind === 'chore' && fields.due === null)
    found.push({ path: 'due', message: `${KIND[item.kind].one} always has a due date` })
  if (found.length) throw invalid(...found)
  if (after.last_done !== item.last_done) after.done_by = null
  return withTurns(withDue({ ...after, ...changeSchedule(item, after, { fields, series, today, dayAdded }) }))
}

/** The same item. Throws `invalid` for a time of day without a due date. */
function withDue<T extends Pick<Fields, 'at' | 'due'>>(item: T): T {
  if (item.at && !item.due) throw invalid({ path: 'at', message: 'stands only with a due date' })
  return item
}

/** Tags with some added and some removed, compared as tags are. Throws `invalid` for too many. */
function retag(tags: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  const has = (list: readonly string[], tag: string) => list.some((one) => foldTag(one) === foldTag(tag))
  const kept = tags.filter((tag) => !has(removed, tag))
  const all = [...kept, ...added.filter((tag) => !has(kept, tag) && !has(removed, tag))]
  if (all.length > MAX_TAGS) throw invalid({ path: 'add_tags', message: `an item has at most ${MAX_TAGS} tags` })
  return all
}

function seriesProblems({ id, every }: PlacedItem, { series, due }: Edit): FieldError[] {
  if (!series) return []
  if (!every) return [{ path: 'series', message: `${id} does not recur` }]
  if (!due) return [{ path: 'series', message: 'stands only beside a due date' }]
  const message = `the interval ${every} names other days than ${due}`
  return isNamedBy(every, due) ? [] : [{ path: 'due', message }]
}
