import type { Db } from './schema.ts'

/** Reads one state of the database, whatever is written meanwhile, until it is closed. */
export interface ReadSnapshot {
  readonly db: Db
  close(): void
}

interface QueuedOpening {
  owner: string
  begin(): void
}

/** Lets so many snapshots be open at once, one of each owner: each holds a connection, and what it sees, on disk. */
export class SnapshotLimit {
  readonly #max: number
  readonly #owners = new Set<string>()
  #queue: QueuedOpening[] = []

  constructor(max: number) {
    this.#max = max
  }

  /** Opens a snapshot when there is room. Rejects as `open` does. */
  async open(owner: string, open: () => Promise<ReadSnapshot>): Promise<ReadSnapshot> {
    if (!this.#hasRoomFor(owner)) await new Promise<void>((begin) => this.#queue.push({ owner, begin }))
    else this.#owners.add(owner)
    try {
      const { db, close } = await open()
      let isOpen = true
      return {
        db,
        close: () => {
          if (!isOpen) return
          isOpen = false
          close()
          this.#leave(owner)
        },
      }
    } catch (error) {
      this.#leave(owner)
      throw error
    }
  }

  #hasRoomFor(owner: string): boolean {
    return this.#owners.size < this.#max && !this.#owners.has(owner)
  }

  #leave(owner: string): void {
    this.#owners.delete(owner)
    const next = this.#queue.find((queued) => this.#hasRoomFor(queued.owner))
    if (!next) return
    this.#queue = this.#queue.filter((queued) => queued !== next)
    this.#owners.add(next.owner)
    next.begin()
  }
}
