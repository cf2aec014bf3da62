import type { Read } from '#contract/schemas.ts'
import type { DoneAnswer } from '#contract/types.ts'
import { type Item, type PlacedItem, unplaced } from '#domain/items.ts'
import { KIND } from '#domain/kinds.ts'
import * as lifecycle from '#domain/lifecycle.ts'
import { resolveDays } from './dates.ts'
import { findItem } from './find.ts'
import type { Write } from './write.ts'

export async function done(write: Write, input: Read<'items', 'done'>): Promise<DoneAnswer> {
  const before = await findItem(write, input.id)
  const { on } = resolveDays(input, ['on'], write.now.today)
  const { item, copy } = lifecycle.done(before, write.now, { on, stage: input.stage })
  if (!copy) return { item: unplaced(await write.item(before, item)), added: null }
  const id = await write.newId(KIND[item.kind].prefix)
  const after = await write.item(before, { ...item, next: id })
  const { at } = write.now
  const added = await write.item(null, { ...copy, id, created_at: at, updated_at: at, revision: write.revision })
  return { item: unplaced(after), added: unplaced(added) }
}

function verb(change: (item: PlacedItem, now: lifecycle.Now) => PlacedItem) {
  return async (write: Write, { id }: { id: string }): Promise<Item> => {
    const item = await findItem(write, id)
    return unplaced(await write.item(item, change(item, write.now)))
  }
}

export const start = verb(lifecycle.start)
export const cancel = verb(lifecycle.cancel)
export const reopen = verb(lifecycle.reopen)
export const skip = verb(lifecycle.skip)
