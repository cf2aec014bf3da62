import { createHash } from 'node:crypto'

/** For changes of keys and roles, which concern every node. */
export const CHANNEL_FOR_ALL = 'track'

/** Owners share 256 channels, so that a node listens to few, and hears little of owners whom it does not follow. */
export const channelOf = (userId: string): string =>
  `track_changes_${createHash('sha256').update(userId).digest('hex').slice(0, 2)}`

/** The channels of the owners that a node follows. */
export class OwnerChannels {
  readonly #owners = new Map<string, Set<string>>()

  channels(): Iterable<string> {
    return this.#owners.keys()
  }

  /** Returns the owner's channel if it is the first on it. */
  add(userId: string): string | undefined {
    const channel = channelOf(userId)
    const owners = this.#owners.get(channel)
    if (owners) return void owners.add(userId)
    this.#owners.set(channel, new Set([userId]))
    return channel
  }

  /** Returns the owner's channel if it was the last on it. */
  remove(userId: string): string | undefined {
    const channel = channelOf(userId)
    const owners = this.#owners.get(channel)
    if (!owners?.delete(userId) || owners.size) return undefined
    this.#owners.delete(channel)
    return channel
  }
}
