import type { ChangeSet } from '#domain/effects/change-set.ts'
import { bucketOf } from '#domain/effects/order.ts'
import type { Bucket, Neighbour } from '#domain/effects/records.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Later } from '#store/engine.ts'
import type { OwnerRow } from '#store/schema.ts'
import type { Session } from './context.ts'

/** What a write leaves for the next one, which else would ask the database for it. */
export class TransactionMemory {
  readonly hash: string
  readonly user: OwnerRow
  /** The last open item of each bucket that the writes before have added to. */
  readonly #bottoms: ReadonlyMap<string, Neighbour>

  constructor(hash: string, user: OwnerRow, bottoms: ReadonlyMap<string, Neighbour> = new Map()) {
    this.hash = hash
    this.user = user
    this.#bottoms = bottoms
  }

  get hasBottoms(): boolean {
    return this.#bottoms.size > 0
  }

  bottomOf(bucket: Bucket): Neighbour | undefined {
    return this.#bottoms.get(keyOf(bucket))
  }

  /** What a write that began with this one leaves; of buckets only where it has but added an item at the bottom. */
  after({ op, changeSet }: { op: string; changeSet: ChangeSet }, user: OwnerRow): TransactionMemory {
    const [added, ...others] = changeSet.touched
    const item = added?.entity === 'item' && !added.before ? (added.after as PlacedItem | null) : null
    if (op !== 'items.add' || !item || others.length) return new TransactionMemory(this.hash, user)
    if (!isOpen(item)) return new TransactionMemory(this.hash, user, this.#bottoms)
    const { id, position } = item
    return new TransactionMemory(this.hash, user, new Map(this.#bottoms).set(keyOf(bucketOf(item)), { id, position }))
  }
}

const keyOf = ({ pool, priority }: Bucket) => `${priority} ${pool}`

/** By what takes the statements of a transaction: where a write may be rolled back alone, it shares that with none. */
const memories = new WeakMap<Later, TransactionMemory>()

/**
 * Takes what the write before has left to the holder of a key. The transaction holds the lock of the user's space, and
 * all its writes had come before it began: nothing that they need to know has changed since.
 */
export function takeMemory(later: Later, { id }: { id: string }, { hash }: Session): TransactionMemory | undefined {
  const memory = memories.get(later)
  memories.delete(later) // a write that fails leaves nothing
  return memory && memory.hash === hash && memory.user.id === id ? memory : undefined
}

/** By the user as the last write has left them, whose revision tells whether it still holds. */
const memoriesByUser = new WeakMap<OwnerRow, TransactionMemory>()

export function leaveMemory(later: Later, memory: TransactionMemory): void {
  memories.set(later, memory)
  memoriesByUser.set(memory.user, memory)
}

/** What the write that left the user so has left to the holder of a key, if that tells where an item is added. */
export function memoryOf(user: OwnerRow | undefined, { hash }: Session): TransactionMemory | undefined {
  const memory = user && memoriesByUser.get(user)
  return memory?.hasBottoms && memory.hash === hash ? memory : undefined
}
