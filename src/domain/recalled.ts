import type { Day } from './dates.ts'
import { drafted } from './edits.ts'
import { type FieldError, invalid } from './errors.ts'
import { type Fields, type Instant, isOpen, type PlacedItem, type Status } from './items.ts'
import { KIND, type Kind } from './kinds.ts'
import type { Now } from './lifecycle.ts'

/** What a document says of an item: fields, and the past that only verbs give otherwise. */
export interface Recalled extends Partial<Fields> {
  kind: Kind
  title: string
  status: Status
  anchor?: Day | null
  bought_on?: Day | null
  next?: string | null
  created_at: Instant
  done_at?: Instant | null
}

/** An item with its past. What its kind or its status cannot have is refused by name. */
export function recalled(
  { kind, status, anchor, bought_on = null, next = null, created_at, done_at, ...fields }: Recalled,
  now: Now,
): Omit<PlacedItem, 'id' | 'position' | 'revision'> {
  const draft = drafted(kind, fields, now)
  const open = isOpen({ status })
  const found: FieldError[] = []
  if (kind === 'chore' && status === 'done') found.push({ path: 'status', message: 'a chore is never finished' })
  if (kind === 'chore' && anchor) found.push({ path: 'anchor', message: 'a chore has no anchor' })
  else if (anchor && !draft.every) found.push({ path: 'anchor', message: 'stands only where every does' })
  if (bought_on && kind !== 'gift') found.push({ path: 'bought_on', message: `${KIND[kind].one} has no bought_on` })
  if (bought_on && bought_on > now.today) found.push({ path: 'bought_on', message: `${bought_on} lies in the future` })
  if (done_at && open) found.push({ path: 'done_at', message: `is not set while an item is ${status}` })
  if (found.length) throw invalid(...found)
  return {
    ...draft,
    status,
    anchor: anchor === undefined ? draft.anchor : anchor,
    bought_on,
    next,
    created_at,
    done_at: open ? null : (done_at ?? now.at),
  }
}
