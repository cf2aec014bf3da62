import type { Follower, FollowerOfAll } from '#contract/follower.ts'
import type { Change } from '#contract/types.ts'
import { ownerOf, type User } from '#domain/users.ts'
import type { Membership } from '#store/memberships.ts'
import type { OwnerRow } from '#store/schema.ts'
import { usersInSpaces } from './all-spaces.ts'
import { canFollow } from './changes.ts'
import { digestOf, eventIdOf, type Positions } from './positions-in-spaces.ts'
import { summaryOf } from './spaces.ts'

/** Follows single spaces. */
export interface PartFollowing {
  /** From a revision on. Nothing is sent before this returns. */
  begin(part: Follower, since: number): void
  end(part: Follower): void
  /** A part was ended by others: its reader is no member any more, or the space can't be read now. */
  onLost(stream: StreamOfAll): void
  /** The stream has ended. */
  onEnd(stream: StreamOfAll): void
}

/** What was looked up of a stream's user: outdated once a later lookup was used, or a part was lost meanwhile. */
export interface Lookup {
  number: number
  losses: number
}

/**
 * The stream of all spaces of a user. It has a part for each, which is followed as a stream of that space is; parts
 * begin and end as memberships do.
 */
export class StreamOfAll {
  readonly follower: FollowerOfAll
  readonly #following: PartFollowing
  /** By the numbers of the spaces. */
  readonly #parts = new Map<number, Follower>()
  readonly #revisions = new Map<number, number>()
  readonly #lost = new Set<number>()
  #losses = 0
  #lookups = 0
  #lastUsed = 0
  /** What the reader knows of. */
  #digest: string
  readonly #own: OwnerRow
  #hasEnded = false

  /** Begins behind what the reader knows; null: from now on. */
  constructor(
    follower: FollowerOfAll,
    following: PartFollowing,
    { own, memberships }: { own: OwnerRow; memberships: readonly Membership[] },
    known: Positions | null,
  ) {
    this.follower = follower
    this.#following = following
    this.#own = own
    this.#digest = known?.memberships ?? digestOf(memberships)
    const users = usersInSpaces(own, memberships)
    const toReset = users.filter((user) => !this.#resume(user, known))
    if (!known) follower.begin(this.#id)
    for (const user of toReset) {
      this.#revisions.set(user.space_id, user.revision)
      follower.reset(this.#id, ownerOf(user).name, user.revision)
    }
    this.#tell(memberships)
    for (const user of users) this.#begin(user)
  }

  /** Sets where a space goes on; false where the reader lacks what cannot be sent any more. */
  #resume({ space_id, revision, journal_from, shared }: OwnerRow, known: Positions | null): boolean {
    const since = known?.revisions.get(space_id)
    const isNew = since === undefined && (!known || shared !== undefined)
    if (isNew || since !== undefined) this.#revisions.set(space_id, since ?? revision)
    return isNew || (since !== undefined && canFollow(since, revision, journal_from))
  }

  get spaceCount(): number {
    return this.#parts.size
  }

  get #id(): string {
    return eventIdOf({ revisions: this.#revisions, memberships: this.#digest })
  }

  /** To be called before the memberships are looked up. */
  lookUp(): Lookup {
    return { number: ++this.#lookups, losses: this.#losses }
  }

  /** Ends and begins parts as the memberships say that were found. */
  update(memberships: readonly Membership[], { number, losses }: Lookup): void {
    if (this.#hasEnded || number < this.#lastUsed || losses !== this.#losses) return
    this.#lastUsed = number
    const users = usersInSpaces(this.#own, memberships)
    const joined = new Set(users.map(({ space_id }) => space_id))
    // Still a member: something else went wrong, and the reader resumes.
    if ([...this.#lost].some((spaceId) => joined.has(spaceId))) return this.close()
    this.#lost.clear()
    for (const [spaceId, part] of this.#parts) if (!joined.has(spaceId)) this.#end(spaceId, part)
    const begun = users.filter(({ space_id }) => !this.#parts.has(space_id))
    for (const { space_id, revision } of begun) this.#revisions.set(space_id, revision)
    this.#tell(memberships)
    for (const user of begun) this.#begin(user)
  }

  /** Ends all parts, and begins no more. */
  leave(): void {
    this.#hasEnded = true
    for (const [spaceId, part] of this.#parts) this.#end(spaceId, part)
    this.#following.onEnd(this)
  }

  close(): void {
    this.leave()
    this.follower.close()
  }

  #begin(user: User): void {
    const { space_id } = user
    const { follower } = this
    const part: Follower = {
      user,
      hash: follower.hash,
      changes: (changes) => this.#send(user, changes),
      reset: () => {}, // it begins where it can be followed
      close: () => this.#lose(space_id),
      drained: () => follower.drained(),
    }
    this.#parts.set(space_id, part)
    this.#following.begin(part, this.#revisions.get(space_id)!)
  }

  #end(spaceId: number, part: Follower): void {
    this.#parts.delete(spaceId)
    this.#revisions.delete(spaceId)
    this.#following.end(part)
  }

  #lose(spaceId: number): void {
    this.#parts.delete(spaceId)
    this.#revisions.delete(spaceId)
    this.#lost.add(spaceId)
    this.#losses++
    this.#following.onLost(this)
  }

  #send(user: User, changes: readonly Change[]): void {
    const identified = changes.map((change) => {
      this.#revisions.set(user.space_id, change.revision)
      return { id: this.#id, change }
    })
    this.follower.changes(ownerOf(user).name, identified)
  }

  /** Tells of the memberships if they are others than the reader knows of. */
  #tell(memberships: readonly Membership[]): void {
    const digest = digestOf(memberships)
    if (digest === this.#digest) return
    this.#digest = digest
    const spaces = memberships.map((one) => ({
      ...summaryOf(one),
      ...(one.role !== 'invited' && { revision: this.#revisions.get(one.space_id)! }),
    }))
    this.follower.spaces(this.#id, spaces)
  }
}
