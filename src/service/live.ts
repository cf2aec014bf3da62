import type { Follower } from '#contract/follower.ts'
import type { Change } from '#contract/types.ts'
import { journalEntries } from '#store/journal.ts'
import { turnTaker } from '#store/next-turn.ts'
import { validKeys, userById } from '#store/users.ts'
import { charactersToRead, limitSize, changesOf, canFollow } from './changes.ts'
import { ByteBudget } from './byte-budget.ts'
import type { ServiceDeps } from './context.ts'

/** Journal rows that are read at a time. */
const BATCH_SIZE = 100
const MAX_DRAIN_MS = 10_000
/** Characters of journal rows that are read and sent at once, for all users together. */
const MAX_READ_CHARACTERS = 16 * 1024 * 1024

/**
 * Sends every write to the streams of its user, read from the journal, each once and in order, whichever process wrote
 * it. Closes streams whose key is no longer valid.
 */
export class Live {
  readonly #deps: Pick<ServiceDeps, 'engine'>
  /** Followers by user id, each with the last revision that was sent to it. */
  readonly #users = new Map<string, Map<Follower, number>>()
  readonly #running = new Set<string>()
  readonly #again = new Set<string>()
  readonly #budget = new ByteBudget(MAX_READ_CHARACTERS)
  #closed = false

  constructor(deps: Pick<ServiceDeps, 'engine'>) {
    this.#deps = deps
  }

  /** Follows a user's writes after revision `since`, or (null) from now on. Returns the function that ends it. */
  async follow(follower: Follower, since: number | null): Promise<() => void> {
    const user = await userById(this.#deps.engine.read, follower.userId)
    const leave = () => this.#leave(follower)
    if (!user || this.#closed) {
      follower.close()
      return leave
    }
    const cannotResume = since !== null && !canFollow(since, user.revision, user.journal_from)
    if (cannotResume) follower.reset(user.revision)
    let followers = this.#users.get(user.id)
    if (!followers) {
      this.#users.set(user.id, (followers = new Map()))
      this.#deps.engine.followOwner(user.id)
    }
    followers.set(follower, since === null || cannotResume ? user.revision : since)
    if (await this.#hasInvalidKey(follower)) this.#end(follower) // its key was replaced before it was registered
    else void this.#catchUp(user.id)
    return leave
  }

  onWritten(userIds: Iterable<string>, settings: boolean): void {
    for (const id of userIds) void this.#catchUp(id)
    if (settings) void this.refresh()
  }

  /**
   * Closes streams whose key was rotated or removed, or can't be looked up; sends the others what other processes
   * wrote.
   */
  async refresh(): Promise<void> {
    const followers = [...this.#users.values()].flatMap((map) => [...map])
    const hashes = [...new Set(followers.map(([follower]) => follower.hash))]
    const rows = await validKeys(this.#deps.engine.read, hashes).catch(() => []) // clients reconnect with their keys
    const validRevisions = new Map(rows.map((row) => [row.hash, row.revision]))
    for (const [follower, lastSentRevision] of followers) {
      const revision = validRevisions.get(follower.hash)
      if (revision === undefined) this.#end(follower)
      else if (revision > lastSentRevision) void this.#catchUp(follower.userId)
    }
  }

  async #hasInvalidKey({ hash }: Follower): Promise<boolean> {
    const keys = await validKeys(this.#deps.engine.read, [hash]).catch(() => []) // clients reconnect
    return keys.length === 0
  }

  /** Closes all streams, and any that come later. */
  closeAll(): void {
    this.#closed = true
    for (const followers of this.#users.values()) for (const follower of followers.keys()) this.#end(follower)
  }

  /** How many streams follow a user, or all users. */
  count(userId?: string): number {
    if (userId !== undefined) return this.#users.get(userId)?.size ?? 0
    return [...this.#users.values()].reduce((sum, followers) => sum + followers.size, 0)
  }

  #leave(follower: Follower): void {
    const followers = this.#users.get(follower.userId)
    followers?.delete(follower)
    if (followers?.size !== 0) return
    this.#users.delete(follower.userId)
    this.#deps.engine.unfollowOwner(follower.userId)
  }

  #end(follower: Follower): void {
    this.#leave(follower)
    follower.close()
  }

  /** Sends what the followers of a user have not got yet; at most one run per user at a time. */
  async #catchUp(userId: string): Promise<void> {
    if (this.#running.has(userId)) {
      this.#again.add(userId)
      return
    }
    this.#running.add(userId)
    try {
      do {
        this.#again.delete(userId)
        while (await this.#sendBatch(userId)) await this.#drain(userId)
      } while (this.#again.has(userId))
    } catch {
      for (const follower of this.#users.get(userId)?.keys() ?? []) this.#end(follower) // clients reconnect and resume
    } finally {
      this.#running.delete(userId)
    }
  }

  /**
   * Waits until the followers have read what was sent, up to MAX_DRAIN_MS: the transport drops those that are slower.
   */
  async #drain(userId: string): Promise<void> {
    const followers = [...(this.#users.get(userId)?.keys() ?? [])]
    const timeout = new Promise<void>((over) => setTimeout(over, MAX_DRAIN_MS).unref())
    await Promise.race([timeout, Promise.all(followers.map((follower) => follower.drained()))])
  }

  async #sendBatch(userId: string): Promise<boolean> {
    // who comes later may need earlier rows, and is sent to by the next run
    const followers = [...(this.#users.get(userId) ?? [])]
    if (!followers.length) return false
    const { read } = this.#deps.engine
    const since = Math.min(...followers.map(([, lastSentRevision]) => lastSentRevision))
    const [[{ spaceId }]] = followers as [[Follower, number]]
    const rows = await journalEntries(read, spaceId, { since, limit: BATCH_SIZE })
    const batch = limitSize(rows)
    if (!batch.length) return false
    await this.#budget.use(
      batch.reduce((sum, row) => sum + charactersToRead(row), 0),
      async () => this.#send(followers, await changesOf(read, spaceId, batch)),
    )
    return rows.length === BATCH_SIZE || batch.length < rows.length
  }

  /** Sends each follower the changes that it lacks. Many take long, so other requests get turns. */
  async #send(followers: readonly [Follower, number][], changes: readonly Change[]): Promise<void> {
    const takeTurn = turnTaker()
    const last = changes.at(-1)!.revision
    for (const [follower, lastSentRevision] of followers) {
      const sent = this.#users.get(follower.userId)
      if (lastSentRevision >= last || !sent?.has(follower)) continue
      sent.set(follower, last)
      follower.changes(changes.filter(({ revision }) => revision > lastSentRevision))
      await takeTurn()
    }
  }
}
