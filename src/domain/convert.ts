import { createItem } from './edits.ts'
import { conflict, TrackError } from './errors.ts'
import { type Fields, hasField, OWN_FIELDS, SETTABLE_FIELDS } from './fields.ts'
import type { PlacedItem } from './items.ts'
import { KIND, type Kind } from './kinds.ts'
import type { Now } from './lifecycle.ts'

export const DROP_HINT = 'To discard it, pass drop (track convert --drop).'

/**
 * The item as one of another kind, without id, position and revision. Throws `invalid` naming the fields that the kind
 * does not have, unless `drop`, and `conflict` where the kind or the status forbids it.
 */
export function convertItem(
  item: PlacedItem,
  kind: Kind,
  given: Partial<Fields>,
  drop: boolean,
  now: Now,
): Omit<PlacedItem, 'id' | 'position' | 'revision'> {
  if (kind === 'chore' && item.status === 'done')
    throw conflict(`${item.id} is done, and a chore is never finished`, {
      hint: `Reopen it first: track reopen ${item.id}`,
    })
  const lost: string[] = OWN_FIELDS.filter((field) => item[field] !== null && !hasField(kind, field))
  if (item.bought_on && kind !== 'gift') lost.push('bought_on')
  if (lost.length && !drop) {
    const errors = lost.map((field) => ({ path: field, message: `${KIND[kind].one} has no ${field}` }))
    throw new TrackError('invalid', `${KIND[kind].one} cannot hold ${lost.join(', ')}`, {
      errors,
      hint: DROP_HINT,
    })
  }
  const kept = Object.fromEntries(
    SETTABLE_FIELDS.filter((field) => hasField(kind, field)).map((field) => [field, item[field]]),
  ) as Partial<Fields>
  const draft = createItem(kind, { ...kept, title: item.title, ...given }, now)
  return {
    ...draft,
    status: item.status,
    done_at: item.done_at,
    created_at: item.created_at,
    next: item.next,
    bought_on: kind === 'gift' ? item.bought_on : null,
    done_by: item.done_by,
    anchor: keptAnchor(item, draft),
  }
}

/** The anchor stays where neither the due date nor the interval changes. */
function keptAnchor(
  item: PlacedItem,
  draft: { due: string | null; every: string | null; anchor: string | null },
): string | null {
  const same = draft.due === item.due && draft.every === item.every
  return draft.anchor && same && item.anchor ? item.anchor : draft.anchor
}
