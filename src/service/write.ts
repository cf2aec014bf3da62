import type { CallOptions } from '#contract/track.ts'
import { ChangeSet, isChange } from '#domain/effects/change-set.ts'
import type { Bucket, Members, Neighbour, Place, Records } from '#domain/effects/records.ts'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { type AnyEntity, type Entities, type Entity, type EntityDifference } from '#domain/entities.ts'
import { conflict } from '#domain/errors.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { addUsage, type Usage, usageChange } from '#domain/usage.ts'
import { ownerOf } from '#domain/users.ts'
import { deleteItems, getItemsById, insertItems } from '#store/items.ts'
import { itemAtEnd, neighbours, placesInBucket, placesInPool } from '#store/positions.ts'
import { featuresOf, getProject, tasksOf } from '#store/projects.ts'
import type { Later } from '#store/engine.ts'
import type { Db, OwnerRow, SpaceRow } from '#store/schema.ts'
import { spaceOf } from '#store/spaces.ts'
import { ChangedWords } from '#store/unindexed.ts'
import type { ReadContext, Session, ServiceDeps } from './context.ts'
import { findFeature, findItem, findProject } from './find.ts'
import { IssuedIds } from './issued-ids.ts'
import { beginRecord, entryOf } from './journal.ts'
import { JournaledItems } from './journaled-items.ts'
import { requireAssignable } from './assignment.ts'
import { type GiftSearch, givenAnew, requireSecrecy } from './gift-secrecy.ts'
import { membersOfSpace } from './members-of-space.ts'
import { requireQuota } from './quota.ts'
import { SentStatements } from './sent-statements.ts'
import { storeDifference } from './store-difference.ts'
import type { TransactionMemory } from './transaction-memory.ts'
import { WriteBudget } from './write-budget.ts'

/** What a write gets. */
export interface WriteContext extends ReadContext {
  user: OwnerRow
  /** Takes statements that the write does not wait for; without it, the write waits for all. */
  later?: Later
  /** Whether `user` is as the database has them now, or that is still to be checked: nothing is written before. */
  basis?: 'current' | 'unchecked' | undefined
  /** What the write before it in the transaction has left, which then is where `user` is from. */
  memory?: TransactionMemory | undefined
  giftSearch?: GiftSearch | undefined
}

/** One atomic write to one space: it collects the changes, and closes with one revision and one journal row. */
export class Write implements ReadContext, Records {
  readonly deps: ServiceDeps
  readonly db: Db
  readonly user: OwnerRow
  readonly spaceId: number
  readonly isForAll: boolean | undefined
  /** As it is when the write begins, and from its close on as the write leaves it. */
  space: SpaceRow
  readonly now: Now
  readonly session: Session
  readonly timezone: string
  readonly members: Members | undefined
  readonly giftSearch: GiftSearch | undefined
  /** The revision that this write makes, if it changes anything. */
  readonly revision: number
  undoes: number | null = null
  op: string
  /** As the journal names it. */
  client: string
  /** Whether settings changed, which raises the revision although no item changed. */
  settingsChanged = false
  /** Whether this write removed its user: there is no revision to raise and no answer to save. */
  userRemoved = false
  /** Numbers of spaces that it left to nobody, whose rows are to be deleted after it. */
  readonly removedSpaces: number[] = []
  /** Whether it made what its operation else changes. */
  created = false
  /** Ids of the owners whose revision this write raises. */
  readonly raisedOwners = new Set<string>()
  readonly changeSet = new ChangeSet()
  /** The other half of a write that moves items between two spaces, in the same transaction. */
  linked: Write | undefined
  readonly ids: IssuedIds
  readonly #words = new ChangedWords()
  readonly #budget = new WriteBudget()
  /** The versions of the item that the caller saw. */
  readonly #ifMatch: CallOptions['ifMatch']
  readonly #sent = new SentStatements()
  readonly #later: Later | undefined
  readonly memory: TransactionMemory | undefined
  #basis: 'current' | 'unchecked' | 'stale'
  readonly #journaled = new JournaledItems()

  constructor(context: WriteContext, op: string, ifMatch?: CallOptions['ifMatch']) {
    this.deps = context.deps
    this.db = context.db
    this.user = context.user
    this.spaceId = context.spaceId
    this.isForAll = context.isForAll
    this.space = spaceOf(context.user)
    this.ids = new IssuedIds(context.db, context.user)
    this.now = context.now
    this.session = context.session
    this.timezone = context.user.timezone
    this.members = membersOfSpace(context)
    this.giftSearch = context.giftSearch
    this.client = context.session.client
    this.#ifMatch = ifMatch
    this.#later = context.later
    this.memory = context.memory
    this.#basis = context.basis ?? 'current'
    this.op = op
    this.revision = context.user.revision + 1
  }

  *item(id: string): Step<PlacedItem> {
    const item = yield* findItem(this, id)
    this.#checkVersion(item)
    return item
  }

  project(slug: string): Step<Project> {
    return findProject(this, slug)[Symbol.iterator]()
  }

  feature(id: string): Step<Feature> {
    return findFeature(this, id)[Symbol.iterator]()
  }

  *hasProject(slug: string): Step<boolean> {
    return (yield* getProject(this.db, this.spaceId, slug)) !== undefined
  }

  *endOf(bucket: Bucket, end: 'top' | 'bottom'): Step<Neighbour | undefined> {
    const known = end === 'bottom' ? this.memory?.bottomOf(bucket) : undefined
    return known ?? (yield* itemAtEnd(this.db, this.#own(bucket), end))
  }

  neighbours(bucket: Bucket, place: Neighbour, side: 'before' | 'after'): Step<Neighbour[]> {
    return neighbours(this.db, this.#own(bucket), place, side)[Symbol.iterator]()
  }

  bucket(bucket: Bucket): Step<Place[]> {
    return placesInBucket(this.db, this.#own(bucket))[Symbol.iterator]()
  }

  pool(name: string): Step<Place[]> {
    return placesInPool(this.db, this.spaceId, name)[Symbol.iterator]()
  }

  tasksOf(project: string, feature?: string): Step<Pick<PlacedItem, 'id' | 'status'>[]> {
    return tasksOf(this.db, this.spaceId, project, feature)[Symbol.iterator]()
  }

  items(ids: readonly string[]): Step<ReadonlyMap<string, PlacedItem>> {
    return getItemsById(this.db, this.spaceId, ids)
  }

  featuresOf(project: string): Step<Feature[]> {
    return featuresOf(this.db, this.spaceId, project)[Symbol.iterator]()
  }

  newId(prefix: string): Step<string> {
    return this.ids.next(prefix)
  }

  *put<E extends Entity, After extends Entities[E] | null>(
    entity: E,
    before: Entities[E] | null,
    after: After,
  ): Step<After> {
    const stamped = after && this.#stamp(after)
    if (!this.#note(entity, before, stamped)) return before as After
    while (this.#basis === 'unchecked') yield PAUSE
    if (this.#basis === 'stale') throw new Error('the user has changed')
    this.#sent.send(storeDifference(this, { entity, before, after: stamped }))
    yield this.#sent.room ?? PAUSE
    return stamped
  }

  *newItems(items: readonly PlacedItem[]): Step<void> {
    const stamped = items.map((item) => this.#stamp(item))
    for (const item of stamped) this.#note('item', null, item)
    this.#words.noteIndexed(stamped)
    yield* insertItems(this.deps.engine, this.db, this.spaceId, stamped)
  }

  /** Writes new items of this revision, which the write changes no more. Whom they name is not checked. */
  *importItems(items: readonly PlacedItem[]): Step<void> {
    for (const item of items) this.#budget.spend(item)
    this.#words.noteIndexed(items)
    yield* this.#journaled.add(this, entryOf(this), items)
  }

  /** Writes differences that are independent of each other; added and removed items are written together. */
  *putAll(differences: readonly EntityDifference[]): Step<void> {
    const [added, removed]: [PlacedItem[], PlacedItem[]] = [[], []]
    for (const { entity, before, after } of differences) {
      if (entity !== 'item' || (before && after)) yield* this.put(entity, before, after)
      else if (after) added.push(after as PlacedItem)
      else if (before) removed.push(before as PlacedItem)
    }
    yield* this.newItems(added)
    const ids = removed.map(({ id }) => id)
    yield* deleteItems(this.deps.engine, this.db, this.spaceId, ids)
    for (const item of removed) this.#note('item', item, null)
  }

  /** Takes what was sent to check the user: where it fails, so does all that is sent behind it, and the commit. */
  addCheck(sent: Promise<void>): void {
    this.#sent.add(sent)
  }

  /** To be called with the user as the database has them. */
  checkBasis({ id, revision }: Pick<OwnerRow, 'id' | 'revision'>): void {
    this.#basis = id === this.user.id && revision === this.user.revision ? 'current' : 'stale'
  }

  get isCurrent(): boolean {
    return this.#basis === 'current'
  }

  /** Whether closing raises the caller's revision. */
  get changesAnything(): boolean {
    if (this.userRemoved || this.user.id === '') return false
    return this.settingsChanged || this.#journaled.parts.count > 0 || this.changeSet.touched.some(isChange)
  }

  /**
   * Writes everything but the next revision and the first journal row, if anything changed: returns the step that does
   * so, in one round trip. Throws `conflict` beyond the user's quota, `invalid` for a gift that would be seen,
   * and as requireAssignable.
   */
  *close(): Step<() => Step<void>> {
    if (this.userRemoved || !this.user.id) return nothing
    const changes: EntityDifference[] = []
    const { item_count, text_bytes } = this.user
    let usage = addUsage({ item_count, text_bytes }, this.#journaled.usage)
    for (const difference of this.changeSet.touched) {
      yield PAUSE
      const { entity, before, after } = difference
      if (isChange(difference)) {
        changes.push(difference)
        usage = addUsage(usage, usageChange(difference))
      } else if (before && after) this.#sent.send(storeDifference(this, { entity, before: after, after: before }))
    }
    requireQuota(this.deps.quota, this.user, usage)
    yield* requireSecrecy(this, givenAnew(changes))
    yield* requireAssignable(this, changes)
    if (!this.changesAnything) return () => this.#sent.end(this.#later)
    this.raisedOwners.add(ownerOf(this.user).id)
    const record = yield* this.#record(usage, changes)
    return () => {
      this.#sent.send(record())
      return this.#sent.end(this.#later)
    }
  }

  *#record(usage: Usage, changes: readonly EntityDifference[]): Step<() => Step<void>> {
    const ids = yield* this.ids.save()
    const indexed_revision = yield* this.#words.index(this.deps.engine, this.db, this.space)
    this.space = {
      ...this.space,
      ...usage,
      revision: this.revision,
      indexed_revision,
      ...ids,
    }
    return yield* beginRecord(this.db, this.space, entryOf(this), changes, this.#journaled.parts)
  }

  /** Throws the error of the first pending statement that failed, since that caused `error`; else `error`. */
  *failed(error: unknown): Step<never> {
    yield* this.#sent.end()
    throw error
  }

  /** Notes a change; false where it is none. Throws `too_large` beyond what one write may change. */
  #note(entity: Entity, before: AnyEntity | null, after: AnyEntity | null): boolean {
    if (!this.changeSet.note(entity, before, after)) return false
    this.#words.note({ entity, before, after })
    this.#budget.spend((after ?? before)!)
    return true
  }

  #own = (bucket: Bucket) => ({ spaceId: this.spaceId, ...bucket })

  #stamp<T extends AnyEntity>(after: T): T {
    return { ...after, updated_at: this.now.at, revision: this.revision }
  }

  #checkVersion(item: PlacedItem): void {
    const seen = typeof this.#ifMatch === 'number' ? [{ revision: this.#ifMatch }] : this.#ifMatch
    if (!seen || seen.some(({ id = item.id, revision }) => id === item.id && revision === item.revision)) return
    throw conflict(`${item.id} has changed since you read it`, { hint: 'Read it again, then decide.' })
  }
}

function* nothing(): Step<void> {}
