import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import { addUsage, NO_USAGE, type Usage, usageChange } from '#domain/usage.ts'
import { insertItems } from '#store/items.ts'
import { appendParts, type JournalParts, NO_PARTS } from '#store/journal.ts'
import type { ReadContext } from './context.ts'
import { type Entry, journalEntryOf } from './journal.ts'

/** Items that a long write journals as it writes them, so that they need not all be in memory. */
export class JournaledItems {
  parts: JournalParts = NO_PARTS
  /** What they add to what their user has. */
  usage: Usage = NO_USAGE;

  /** Writes new items of the write's revision, which it changes no more. */
  *add(
    { deps, db, spaceId, revision }: ReadContext & { revision: number },
    entry: Entry,
    items: readonly PlacedItem[],
  ): Step<void> {
    const differences = items.map((after): EntityDifference => ({ entity: 'item', id: after.id, before: null, after }))
    for (const difference of differences) this.usage = addUsage(this.usage, usageChange(difference))
    yield* insertItems(deps.engine, db, spaceId, items)
    const row = journalEntryOf(spaceId, revision, entry, differences)
    this.parts = yield* appendParts(db, row, differences, this.parts)
  }
}
