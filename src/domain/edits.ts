import type { Day } from './dates.ts'
import { type FieldError, invalid } from './errors.ts'
import { completeItem, type Fields, hasField, OWN_FIELDS } from './fields.ts'
import type { PlacedItem } from './items.ts'
import { KIND, type Kind } from './kinds.ts'
import { choreDue, type Now } from './lifecycle.ts'

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
  if (item.kind === 'chore' && fields.due === null)
    found.push({ path: 'due', message: `${KIND[item.kind].one} always has a due date` })
  if (fields.last_done && fields.last_done > today)
    found.push({ path: 'last_done', message: `${fields.last_done} lies in the future` })
  return found
}

/**
 * A new item of a kind, without id, position and revision. Whether its project and feature exist is not checked.
 * Throws `invalid` naming each field that the kind lacks or needs.
 */
export function createItem(kind: Kind, fields: Partial<Fields> & { title: string }, now: Now): NewItem {
  const item: NewItem = completeItem({
    ...fields,
    kind,
    status: 'todo' as const,
    created_at: now.at,
    updated_at: now.at,
  })
  const { due: _, ...given } = fields // a chore's missing due date is computed, so null is no request here
  const found = problemsOf(item, given, now.today)
  if (found.length) throw invalid(...found)
  if (kind === 'chore') item.due ??= item.last_done ? choreDue(item.every!, item.last_done) : now.today
  else if (item.every) item.anchor = item.due
  return item
}

/**
 * The item after an update. Fields that depend on a changed one (anchor, a chore's due date, a feature of the former
 * project) change with it. `dayAdded` gives the user's day when the item was added. Throws `invalid`.
 */
export function applyEdit(item: PlacedItem, fields: Partial<Fields>, today: Day, dayAdded: () => Day): PlacedItem {
  const after: PlacedItem = { ...item, ...fields }
  const changed = (field: keyof Fields) => fields[field] !== undefined && fields[field] !== item[field]
  if (changed('project') && fields.feature === undefined) after.feature = null
  const found = problemsOf(after, fields, today)
  if (found.length) throw invalid(...found)
  if (item.kind === 'chore') {
    const kept = fields.due !== undefined || !(changed('every') || changed('last_done'))
    if (!kept && after.last_done) after.due = choreDue(after.every!, after.last_done)
    else if (!kept && changed('last_done')) after.due = dayAdded()
  } else if (changed('due') || changed('every')) {
    after.anchor = after.every ? after.due : null
  }
  return after
}
