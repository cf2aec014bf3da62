import type { Day } from './dates.ts'
import { type FieldError, invalid } from './errors.ts'
import { DEFAULT_PRIORITY, type Fields, type PlacedItem } from './items.ts'
import { hasField, KIND, type Kind, OWN_FIELDS } from './kinds.ts'
import { choreDue, type Now } from './lifecycle.ts'

type Draft = Omit<PlacedItem, 'id' | 'position' | 'revision'>

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

function problems(item: Draft, fields: Partial<Fields>, today: Day): FieldError[] {
  const found = [...foreignFields(item.kind, fields), ...missingFields(item.kind, item)]
  if (item.kind === 'chore' && fields.due === null)
    found.push({ path: 'due', message: `${KIND[item.kind].one} always has a due date` })
  if (fields.last_done && fields.last_done > today)
    found.push({ path: 'last_done', message: `${fields.last_done} lies in the future` })
  return found
}

/** A new item of a kind. Whether its project and feature exist is the service's to say. */
export function drafted(kind: Kind, fields: Partial<Fields> & { title: string }, now: Now): Draft {
  const item: Draft = {
    kind,
    title: fields.title,
    status: 'todo',
    priority: fields.priority ?? DEFAULT_PRIORITY,
    due: fields.due ?? null,
    tags: fields.tags ?? [],
    notes: fields.notes ?? null,
    every: fields.every ?? null,
    anchor: null,
    last_done: fields.last_done ?? null,
    project: fields.project ?? null,
    feature: fields.feature ?? null,
    estimate: fields.estimate ?? null,
    recipient: fields.recipient ?? null,
    occasion: fields.occasion ?? null,
    budget: fields.budget ?? null,
    url: fields.url ?? null,
    bought_on: null,
    next: null,
    created_at: now.at,
    updated_at: now.at,
    done_at: null,
  }
  const { due: _, ...given } = fields // a chore's missing due date is computed, so null is no request here
  const found = problems(item, given, now.today)
  if (found.length) throw invalid(...found)
  if (kind === 'chore') item.due ??= item.last_done ? choreDue(item.every!, item.last_done) : now.today
  else if (item.every) item.anchor = item.due
  return item
}

/** The item after an update. What follows from a changed field (anchor, a chore's due date, a feature of the former project) changes with it. `added` gives the user's day when it was. */
export function edited(item: PlacedItem, fields: Partial<Fields>, today: Day, added: () => Day): PlacedItem {
  const after: PlacedItem = { ...item, ...fields }
  const changed = (field: keyof Fields) => fields[field] !== undefined && fields[field] !== item[field]
  if (changed('project') && fields.feature === undefined) after.feature = null
  const found = problems(after, fields, today)
  if (found.length) throw invalid(...found)
  if (item.kind === 'chore') {
    const kept = fields.due !== undefined || !(changed('every') || changed('last_done'))
    if (!kept && after.last_done) after.due = choreDue(after.every!, after.last_done)
    else if (!kept && changed('last_done')) after.due = added()
  } else if (changed('due') || changed('every')) {
    after.anchor = after.every ? after.due : null
  }
  return after
}

/** The names of the fields in which two states differ, bookkeeping apart. */
export function changedFields<T extends object>(a: T, b: T): (keyof T & string)[] {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof T & string>
  fields.delete('revision' as never)
  fields.delete('updated_at' as never)
  return [...fields].filter((field) => !sameValue(a[field], b[field]))
}

/** What `a` holds in the fields where `b` holds something else, bookkeeping included: `{...b, ...it}` is `a` again. */
export function differing<T extends object>(a: T, b: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(a).filter(([field, value]) => !sameValue(value, b[field as keyof T])),
  ) as Partial<T>
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => value === b[i])
  return a === b
}
