import type { Day, Instant } from './dates.ts'
import { createItem } from './edits.ts'
import { type FieldError, invalid } from './errors.ts'
import type { PlacedItem } from './items.ts'
import { isOpen, type Status } from './statuses.ts'
import type { Fields } from './fields.ts'
import { KIND, type Kind } from './kinds.ts'
import type { Now } from './lifecycle.ts'
import { namesDays } from './occurrences.ts'

/** An item of an imported document: fields, and its history, which otherwise only operations set. */
export interface ImportedItem extends Partial<Fields> {
  kind: Kind
  title: string
  status: Status
  anchor?: Day | null
  bought_on?: Day | null
  done_by?: string | null
  next?: string | null
  created_at: Instant
  done_at?: Instant | null
}

/**
 * The item of an imported document with its history, without id, position and revision. Throws `invalid` naming each
 * field that its kind or its status cannot have.
 */
export function restoreImportedItem(
  imported: ImportedItem,
  now: Now,
): Omit<PlacedItem, 'id' | 'position' | 'revision'> {
  const { kind, status, anchor, bought_on = null, done_by = null, next = null, created_at, done_at } = imported
  const item = createItem(kind, imported, now)
  const problems = historyProblems(imported, item.every, now.today)
  if (problems.length) throw invalid(...problems)
  item.status = status
  if (anchor !== undefined) item.anchor = anchor
  item.bought_on = bought_on
  item.done_by = done_by
  item.next = next
  item.created_at = created_at
  item.done_at = isOpen({ status }) ? null : (done_at ?? now.at)
  return item
}

/** Each field of an item's history that its kind or its status cannot have. */
function historyProblems(
  { kind, status, anchor, bought_on, done_at }: ImportedItem,
  every: string | null,
  today: Day,
): FieldError[] {
  const problems: FieldError[] = []
  if (kind === 'chore' && status === 'done') problems.push({ path: 'status', message: 'a chore is never finished' })
  if (kind === 'chore' && anchor && every && !namesDays(every))
    problems.push({ path: 'anchor', message: 'a chore has one only where its interval names days' })
  else if (anchor && !every) problems.push({ path: 'anchor', message: 'stands only where every does' })
  if (bought_on && kind !== 'gift') problems.push({ path: 'bought_on', message: `${KIND[kind].one} has no bought_on` })
  if (bought_on && bought_on > today) problems.push({ path: 'bought_on', message: `${bought_on} lies in the future` })
  if (done_at && isOpen({ status }))
    problems.push({ path: 'done_at', message: `is not set while an item is ${status}` })
  return problems
}
