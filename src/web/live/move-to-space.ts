import { signal } from '@preact/signals'
import { conflict, TrackError } from '#domain/errors.ts'
import type { Fields } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Kind } from '#domain/kinds.ts'
import { formatCount } from '#web/format/amounts.ts'
import type { AccountContext } from './account-context.tsx'
import { idIn, spaceOf, withoutSpace } from './replica/space-ids.ts'
import { idsIn } from './replica/state.ts'

/** The id that a moved item has in its new space, by the old one, and the other way round for an undo. */
const movedIds = signal<ReadonlyMap<string, string>>(new Map())

/** The item under the id that it has in another space since it was moved there. */
export function movedItem(context: AccountContext, id: string): PlacedItem | undefined {
  const other = movedIds.value.get(id)
  return other === undefined ? undefined : context.item(other)
}

export interface SpaceTarget {
  /** null: one's own. */
  space: string | null
  /** What they become there; without it they stay what they are, where the space has their project. */
  kind?: Kind
  /** What else each of them gets. */
  fieldsOf?: (item: PlacedItem) => Partial<Fields>
}

/**
 * Moves items to another of the user's spaces, as one change that can be undone; what the space cannot hold is dropped.
 * Throws what the server answers, and `unavailable` without it: the move needs both spaces at once.
 */
export async function moveToSpace(
  context: AccountContext,
  items: readonly PlacedItem[],
  target: SpaceTarget,
): Promise<void> {
  const moving = items.filter(({ id }) => spaceOf(id) !== target.space)
  if (!moving.length) return
  requireSent(context, moving)
  const parts: { space: string | null; revision: number }[] = []
  try {
    for (const source of new Set(moving.map(({ id }) => spaceOf(id)))) {
      const some = moving.filter(({ id }) => spaceOf(id) === source)
      const revision = await moveFrom(context, source, some, target)
      if (revision !== null) parts.push({ space: source, revision })
    }
  } finally {
    const what = moving.length === 1 ? `“${moving[0]!.title}”` : formatCount(moving.length, 'item')
    if (parts.length) context.actions.remember(`Moved ${what} to ${target.space ?? 'your own space'}`, parts)
  }
}

/** Throws where the server is out of reach, or has not got all changes of the items yet. */
function requireSent({ session }: AccountContext, items: readonly PlacedItem[]): void {
  if (session.connection.peek() !== 'live')
    throw new TrackError('unavailable', 'Moving to another space needs the server: try again with a network.')
  const ids = new Set(items.map(({ id }) => id))
  if (session.pending.peek().some((change) => idsIn(change).some((id) => ids.has(id))))
    throw conflict('Changes of this wait to be sent: try again in a moment.')
}

/** Moves items of one space in one write. Returns the revision that it made there. */
async function moveFrom(
  { session, spaces }: AccountContext,
  source: string | null,
  items: readonly PlacedItem[],
  { space, kind, fieldsOf }: SpaceTarget,
): Promise<number | null> {
  const projects = spaces
    .peek()
    .find((one) => one.space === space)
    ?.replica.state.peek().projects
  const operations = items.map((item) => {
    const fields = fieldsOf?.(item)
    const isHomeless = fields?.project === undefined && item.project !== null && !projects?.has(item.project)
    const next = kind ?? (isHomeless ? 'todo' : item.kind)
    const { id } = item
    return {
      op: 'items.convert',
      input: {
        ...(source === null ? { id } : withoutSpace({ id }, source)),
        space: space ?? session.me.peek().name,
        drop: true,
        ...(next !== item.kind && { kind: next }),
        ...fields,
      },
    }
  })
  const options = source === null ? {} : { space: source }
  const { output, revision } = await session.own.track.call('batch.run', { operations }, options)
  const ids = new Map(movedIds.peek())
  for (const [n, result] of (output.results as { id: string }[]).entries()) {
    const [before, after] = [items[n]!.id, idIn(space, result.id)]
    ids.set(before, after).set(after, before)
  }
  movedIds.value = ids
  return revision
}
