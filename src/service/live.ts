import type { Follower } from '#contract/follower.ts'
import { journalRows } from '#store/journal.ts'
import { validKeys, userById } from '#store/users.ts'
import { atOnce, changesOf, followable } from './changes.ts'
import type { World } from './context.ts'

/** Rows read at a time. */
const STRETCH = 100
const PATIENCE_MS = 10_000

/** Tells open streams of every write, from the journal, each once and in order, whoever wrote it; and ends those whose key is gone. */
export class Live {
  readonly #world: Pick<World, 'engine'>
  /** Followers by user, each with the revision it was told last. */
  readonly #users = new Map<string, Map<Follower, number>>()
  readonly #pumping = new Set<string>()
  readonly #again = new Set<string>()
  #closed = false

  constructor(world: Pick<World, 'engine'>) {
    this.#world = world
  }

  /** Follows a user's writes after `since`, or from now on. Gives the way to leave. */
  async follow(follower: Follower, since: number | null): Promise<() => void> {
    const user = await userById(this.#world.engine.read, follower.userId)
    const leave = () => this.#leave(follower)
    if (!user || this.#closed) {
      follower.close()
      return leave
    }
    const lost = since !== null && !followable(since, user.revision, user.journal_from)
    if (lost) follower.reset(user.revision)
    let followers = this.#users.get(user.id)
    if (!followers) this.#users.set(user.id, (followers = new Map()))
    followers.set(follower, since === null || lost ? user.revision : since)
    if (await this.#opensNothing(follower)) this.#end(follower) // its key was replaced on the way here, when nobody could tell it
    else void this.#pump(user.id)
    return leave
  }

  written(userIds: Iterable<string>, settings: boolean): void {
    for (const id of userIds) void this.#pump(id)
    if (settings) void this.sweep()
  }

  /** Ends streams whose key was rotated or removed, or can't be looked up, and tells the others what was written elsewhere. */
  async sweep(): Promise<void> {
    const followers = [...this.#users.values()].flatMap((map) => [...map])
    const hashes = [...new Set(followers.map(([follower]) => follower.hash))]
    const rows = await validKeys(this.#world.engine.read, hashes).catch(() => []) // they come back with their keys
    const living = new Map(rows.map((row) => [row.hash, row.revision]))
    for (const [follower, told] of followers) {
      const revision = living.get(follower.hash)
      if (revision === undefined) this.#end(follower)
      else if (revision > told) void this.#pump(follower.userId)
    }
  }

  async #opensNothing({ hash }: Follower): Promise<boolean> {
    const keys = await validKeys(this.#world.engine.read, [hash]).catch(() => []) // they come back
    return keys.length === 0
  }

  /** Ends all, and whoever comes yet. */
  closeAll(): void {
    this.#closed = true
    for (const followers of this.#users.values()) for (const follower of followers.keys()) this.#end(follower)
  }

  /** How many follow a user, or anyone. */
  count(userId?: string): number {
    if (userId !== undefined) return this.#users.get(userId)?.size ?? 0
    return [...this.#users.values()].reduce((sum, followers) => sum + followers.size, 0)
  }

  #leave(follower: Follower): void {
    const followers = this.#users.get(follower.userId)
    followers?.delete(follower)
    if (followers?.size === 0) this.#users.delete(follower.userId)
  }

  #end(follower: Follower): void {
    this.#leave(follower)
    follower.close()
  }

  /** Reads on from where the follower that lags most stands; one pump a user at a time. */
  async #pump(userId: string): Promise<void> {
    if (this.#pumping.has(userId)) {
      this.#again.add(userId)
      return
    }
    this.#pumping.add(userId)
    try {
      do {
        this.#again.delete(userId)
        while (await this.#stretch(userId)) await this.#caughtUp(userId)
      } while (this.#again.has(userId))
    } catch {
      for (const follower of this.#users.get(userId)?.keys() ?? []) this.#end(follower) // they come back and resume
    } finally {
      this.#pumping.delete(userId)
    }
  }

  /** Waits for slow readers, though not for ever: one that lags too far is let go by its door. */
  async #caughtUp(userId: string): Promise<void> {
    const followers = [...(this.#users.get(userId)?.keys() ?? [])]
    const patience = new Promise<void>((over) => setTimeout(over, PATIENCE_MS).unref())
    await Promise.race([patience, Promise.all(followers.map((follower) => follower.drained()))])
  }

  async #stretch(userId: string): Promise<boolean> {
    const followers = this.#users.get(userId)
    if (!followers?.size) return false
    const { read } = this.#world.engine
    const since = Math.min(...followers.values())
    const rows = await journalRows(read, userId, { since, limit: STRETCH })
    const changes = await changesOf(read, userId, atOnce(rows))
    for (const change of changes) {
      for (const [follower, told] of followers) {
        if (told >= change.revision) continue
        followers.set(follower, change.revision)
        follower.change(change)
      }
    }
    return rows.length === STRETCH || changes.length < rows.length
  }
}
