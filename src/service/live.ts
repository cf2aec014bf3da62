import type { Follower, FollowerOfAll } from '#contract/follower.ts'
import type { Change } from '#contract/types.ts'
import { journalEntries } from '#store/journal.ts'
import { membershipsOfKeys } from '#store/memberships.ts'
import type { OwnerRow } from '#store/schema.ts'
import { turnTaker } from '#store/next-turn.ts'
import { type OpenedSpace, openedSpaces } from '#store/users.ts'
import { ownerOf } from '#domain/users.ts'
import { charactersToRead, limitSize, changesOf, canFollow } from './changes.ts'
import { ByteBudget } from './byte-budget.ts'
import type { ServiceDeps } from './context.ts'
import { findCaller } from './find.ts'
import { positionsIn } from './positions-in-spaces.ts'
import { StreamOfAll } from './stream-of-all.ts'

/** Journal rows that are read at a time. */
const BATCH_SIZE = 100
const MAX_DRAIN_MS = 10_000
/** Characters of journal rows that are read and sent at once, for all users together. */
const MAX_READ_CHARACTERS = 16 * 1024 * 1024

/**
 * Sends every write to the streams of its space, read from the journal, each once and in order, whichever process
 * wrote it. Closes streams whose key no longer opens the space.
 */
export class Live {
  readonly #deps: Pick<ServiceDeps, 'engine'>
  /** Followers by the owner's id, each with the last revision that was sent to it. */
  readonly #owners = new Map<string, Map<Follower, number>>()
  readonly #ofAll = new Set<StreamOfAll>()
  /** The streams that each user has open. */
  readonly #streams = new Map<string, Set<Follower | StreamOfAll>>()
  readonly #running = new Set<string>()
  readonly #again = new Set<string>()
  readonly #budget = new ByteBudget(MAX_READ_CHARACTERS)
  #closed = false
  #refreshing: Promise<void> | undefined
  #nextRefresh: Promise<void> | undefined

  constructor(deps: Pick<ServiceDeps, 'engine'>) {
    this.#deps = deps
  }

  /** Follows a space's writes after revision `since`, or (null) from now on. Returns the function that ends it. */
  async follow(follower: Follower, since: number | null): Promise<() => void> {
    const user = await this.#findUser(follower)
    if (!user || this.#closed) {
      follower.close()
      return () => {}
    }
    const cannotResume = since !== null && !canFollow(since, user.revision, user.journal_from)
    if (cannotResume) follower.reset(user.revision)
    this.#open(user.id, follower)
    this.#add(follower, since === null || cannotResume ? user.revision : since)
    // its key was replaced, or its user expelled, before it was registered
    if (!(await this.#isAllowed(follower))) this.#end(follower)
    else void this.#catchUp(ownerOf(user).id)
    return () => this.#leave(follower)
  }

  /**
   * Follows the writes to all spaces of a user behind the event of an id, or (null) from now on, and their memberships.
   * Returns the function that ends it. Throws `invalid` for an id that is none.
   */
  async followAll(follower: FollowerOfAll, lastEventId: string | null): Promise<() => void> {
    const known = lastEventId === null ? null : positionsIn(lastEventId)
    const { hash } = follower
    const own = await this.#findUser(follower)
    const memberships = (await this.#memberships([hash])).get(hash)
    if (!own || !memberships || this.#closed) {
      follower.close()
      return () => {}
    }
    const following = {
      begin: (part: Follower, since: number) => {
        this.#add(part, since)
        queueMicrotask(() => void this.#catchUp(ownerOf(part.user).id))
      },
      end: (part: Follower) => this.#leave(part),
      onLost: (stream: StreamOfAll) => queueMicrotask(() => void this.#updateMemberships([stream])),
      onEnd: (stream: StreamOfAll) => {
        this.#ofAll.delete(stream)
        this.#forget(own.id, stream)
      },
    }
    const stream = new StreamOfAll(follower, following, { own, memberships }, known)
    this.#ofAll.add(stream)
    this.#open(own.id, stream)
    await this.#updateMemberships([stream]) // they may have changed before it was registered
    return () => stream.leave()
  }

  onWritten(ownerIds: Iterable<string>, settings: boolean): void {
    for (const id of ownerIds) void this.#catchUp(id)
    if (settings) void this.refresh()
  }

  /**
   * Closes streams whose key was rotated or removed, whose user is no member any more, or for which that can't be
   * looked up; sends the others what other processes wrote. Streams of all spaces are told of memberships. Each looks
   * at all streams, so calls that come meanwhile share the next one.
   */
  refresh(): Promise<void> {
    if (this.#refreshing) return (this.#nextRefresh ??= this.#refreshing.then(() => this.refresh()))
    this.#refreshing = this.#refreshAll().finally(() => (this.#refreshing = this.#nextRefresh = undefined))
    return this.#refreshing
  }

  async #refreshAll(): Promise<void> {
    const followers = [...this.#owners.values()].flatMap((map) => [...map])
    const hashes = [...new Set(followers.map(([follower]) => follower.hash))]
    const opened = await this.#openedSpaces(hashes)
    const revisions = new Map(opened.map((row) => [`${row.hash} ${row.space_id}`, row.revision]))
    for (const [follower, lastSentRevision] of followers) {
      const revision = revisions.get(`${follower.hash} ${follower.user.space_id}`)
      if (revision === undefined) this.#end(follower)
      else if (revision > lastSentRevision) void this.#catchUp(ownerOf(follower.user).id)
    }
    await this.#updateMemberships([...this.#ofAll])
  }

  /** Ends the streams of all spaces whose key is not valid any more, and has the others follow the user's spaces. */
  async #updateMemberships(streams: readonly StreamOfAll[]): Promise<void> {
    if (!streams.length) return
    const lookups = streams.map((stream) => stream.lookUp())
    const memberships = await this.#memberships([...new Set(streams.map(({ follower }) => follower.hash))])
    streams.forEach((stream, i) => {
      const found = memberships.get(stream.follower.hash)
      if (found) stream.update(found, lookups[i]!)
      else stream.close()
    })
  }

  /** Of keys; of none where they can't be looked up. */
  #memberships(hashes: readonly string[]): ReturnType<typeof membershipsOfKeys> {
    return membershipsOfKeys(this.#deps.engine.read, hashes).catch(() => new Map<never, never>())
  }

  /** The user of a stream, with the revision of its space; undefined where they are no member. */
  async #findUser({ user }: Pick<Follower, 'user'>): Promise<OwnerRow | undefined> {
    try {
      return await findCaller(this.#deps.engine.read, user)
    } catch {
      return undefined // the client connects again, and is told why
    }
  }

  async #isAllowed({ hash, user }: Follower): Promise<boolean> {
    return (await this.#openedSpaces([hash])).some(({ space_id }) => space_id === user.space_id)
  }

  /** None where they can't be looked up: clients reconnect with their keys. */
  #openedSpaces(hashes: readonly string[]): Promise<OpenedSpace[]> {
    return openedSpaces(this.#deps.engine.read, hashes).catch(() => [])
  }

  /** Closes all streams, and any that come later. */
  closeAll(): void {
    this.#closed = true
    for (const stream of this.#ofAll) stream.close()
    for (const followers of this.#owners.values()) for (const follower of followers.keys()) this.#end(follower)
  }

  /** How many streams a user has open, or all users; one of all spaces is one of each. */
  count(userId?: string): number {
    const open = userId === undefined ? [...this.#streams.values()] : [this.#streams.get(userId) ?? []]
    let count = 0
    for (const streams of open)
      for (const stream of streams) count += stream instanceof StreamOfAll ? stream.spaceCount : 1
    return count
  }

  #open(userId: string, stream: Follower | StreamOfAll): void {
    this.#streams.set(userId, (this.#streams.get(userId) ?? new Set()).add(stream))
  }

  #forget(userId: string, stream: Follower | StreamOfAll): void {
    const streams = this.#streams.get(userId)
    if (streams?.delete(stream) && !streams.size) this.#streams.delete(userId)
  }

  #add(follower: Follower, since: number): void {
    const owner = ownerOf(follower.user).id
    let followers = this.#owners.get(owner)
    if (!followers) {
      this.#owners.set(owner, (followers = new Map()))
      this.#deps.engine.followOwner(owner)
    }
    followers.set(follower, since)
  }

  #leave(follower: Follower): void {
    const owner = ownerOf(follower.user).id
    const followers = this.#owners.get(owner)
    if (!followers?.delete(follower)) return
    this.#forget(follower.user.id, follower)
    if (followers.size) return
    this.#owners.delete(owner)
    this.#deps.engine.unfollowOwner(owner)
  }

  #end(follower: Follower): void {
    this.#leave(follower)
    follower.close()
  }

  /** Sends what the followers of an owner have not got yet; at most one run per owner at a time. */
  async #catchUp(ownerId: string): Promise<void> {
    if (this.#running.has(ownerId)) {
      this.#again.add(ownerId)
      return
    }
    this.#running.add(ownerId)
    try {
      do {
        this.#again.delete(ownerId)
        while (await this.#sendBatch(ownerId)) await this.#drain(ownerId)
      } while (this.#again.has(ownerId))
    } catch {
      for (const follower of this.#owners.get(ownerId)?.keys() ?? []) this.#end(follower) // clients resume
    } finally {
      this.#running.delete(ownerId)
    }
  }

  /**
   * Waits until the followers have read what was sent, up to MAX_DRAIN_MS: the transport drops those that are slower.
   */
  async #drain(ownerId: string): Promise<void> {
    const followers = [...(this.#owners.get(ownerId)?.keys() ?? [])]
    const timeout = new Promise<void>((over) => setTimeout(over, MAX_DRAIN_MS).unref())
    await Promise.race([timeout, Promise.all(followers.map((follower) => follower.drained()))])
  }

  async #sendBatch(ownerId: string): Promise<boolean> {
    // who comes later may need earlier rows, and is sent to by the next run
    const followers = [...(this.#owners.get(ownerId) ?? [])]
    if (!followers.length) return false
    const { read } = this.#deps.engine
    const since = Math.min(...followers.map(([, lastSentRevision]) => lastSentRevision))
    const [[{ user }]] = followers as [[Follower, number]]
    const spaceId = user.space_id
    const rows = await journalEntries(read, spaceId, { since, limit: BATCH_SIZE })
    const batch = limitSize(rows)
    if (!batch.length) return false
    await this.#budget.use(
      batch.reduce((sum, row) => sum + charactersToRead(row), 0),
      async () => {
        const changes = await changesOf(read, spaceId, batch, ownerOf(user).name)
        const isShared = followers.some(([follower]) => follower.user.shared)
        await this.#send(isShared ? await this.#stillAllowed(followers) : followers, changes)
      },
    )
    return rows.length === BATCH_SIZE || batch.length < rows.length
  }

  /** Ends the followers whose users have been expelled, and returns the others: what they read was theirs to see. */
  async #stillAllowed(followers: readonly [Follower, number][]): Promise<[Follower, number][]> {
    const opened = await this.#openedSpaces([...new Set(followers.map(([{ hash }]) => hash))])
    const allowed = new Set(opened.map((row) => `${row.hash} ${row.space_id}`))
    return followers.filter(([follower]) => {
      const isAllowed = allowed.has(`${follower.hash} ${follower.user.space_id}`)
      if (!isAllowed) this.#end(follower)
      return isAllowed
    })
  }

  /** Sends each follower the changes that it lacks. Many take long, so other requests get turns. */
  async #send(followers: readonly [Follower, number][], changes: readonly Change[]): Promise<void> {
    const takeTurn = turnTaker()
    const last = changes.at(-1)!.revision
    for (const [i, [follower, lastSentRevision]] of followers.entries()) {
      const sent = this.#owners.get(ownerOf(follower.user).id)
      if (lastSentRevision >= last || !sent?.has(follower)) continue
      sent.set(follower, last)
      follower.changes(changes.filter(({ revision }) => revision > lastSentRevision))
      const turn = takeTurn()
      if (!turn) continue
      await turn
      if (follower.user.shared) return this.#send(await this.#stillAllowed(followers.slice(i + 1)), changes)
    }
  }
}
