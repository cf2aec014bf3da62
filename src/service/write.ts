import type { CallOptions } from '#contract/track.ts'
import { ChangeSet, isChange } from '#domain/effects/change-set.ts'
import type { Bucket, Neighbour, Records } from '#domain/effects/records.ts'
import type { Step } from '#domain/effects/steps.ts'
import { type AnyEntity, changedFields, type Entities, type Entity, type EntityDifference } from '#domain/entities.ts'
import { conflict } from '#domain/errors.ts'
import { idAt } from '#domain/ids.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { User } from '#domain/users.ts'
import { allSettledOrThrow } from '#store/all-settled.ts'
import { incrementIdCounter, isImported } from '#store/ids.ts'
import { deleteItems, insertItems, updateItem } from '#store/items.ts'
import { bucketItems, itemAtEnd, neighbours, poolItems } from '#store/positions.ts'
import { featuresOf, getProject, replaceFeature, replaceProject, tasksOf } from '#store/projects.ts'
import type { Db } from '#store/schema.ts'
import type { Reading, Session, World } from './context.ts'
import { findFeature, findItem, findProject } from './find.ts'
import { record } from './journal.ts'
import { ask, carryOutStep } from './steps.ts'

/** As many statements are sent before they are waited for: each may time out, and other requests want their turn. */
const MAX_UNANSWERED = 100

/** Tells apart the sequences in which users are given ids. */
export const saltOf = (userId: string): number => Number.parseInt(userId.slice(0, 7), 16)

/** One atomic change of one user's data: it collects what changes, and closes with one revision and one journal row. */
export class Write implements Reading, Records {
  readonly world: World
  readonly db: Db
  readonly user: User
  readonly now: Now
  readonly session: Session
  readonly timezone: string
  /** The revision that this write makes, if it changes anything. */
  readonly revision: number
  undoes: number | null = null
  op: string
  /** As the journal names it. */
  client: string
  /** Settings changed: worth a revision although no item did. */
  settings = false
  /** The user is gone with this write: nothing is left to raise or to keep. */
  ended = false
  /** Whose revision this write raises. */
  readonly raised = new Set<string>()
  readonly changeSet = new ChangeSet()
  /** The versions of the item that the caller saw. */
  readonly #ifMatch: CallOptions['ifMatch']
  /** Statements under way: whatever is asked after them sees them done, so only the end waits for them. */
  readonly #sent: Promise<void>[] = []

  constructor(reading: Reading, op: string, ifMatch?: CallOptions['ifMatch']) {
    this.world = reading.world
    this.db = reading.db
    this.user = reading.user
    this.now = reading.now
    this.session = reading.session
    this.timezone = reading.user.timezone
    this.client = reading.session.client
    this.#ifMatch = ifMatch
    this.op = op
    this.revision = reading.user.revision + 1
  }

  *item(id: string): Step<PlacedItem> {
    const item = yield* ask(() => findItem(this, id))
    this.#checkVersion(item)
    return item
  }

  project(slug: string): Step<Project> {
    return ask(() => findProject(this, slug))
  }

  feature(id: string): Step<Feature> {
    return ask(() => findFeature(this, id))
  }

  *hasProject(slug: string): Step<boolean> {
    return (yield* ask(() => getProject(this.db, this.user.id, slug))) !== undefined
  }

  endOf(bucket: Bucket, end: 'top' | 'bottom'): Step<Neighbour | undefined> {
    return ask(() => itemAtEnd(this.db, this.#own(bucket), end))
  }

  neighbours(bucket: Bucket, place: Neighbour, side: 'before' | 'after'): Step<Neighbour[]> {
    return ask(() => neighbours(this.db, this.#own(bucket), place, side))
  }

  bucket(bucket: Bucket): Step<PlacedItem[]> {
    return ask(() => bucketItems(this.db, this.#own(bucket)))
  }

  pool(name: string): Step<PlacedItem[]> {
    return ask(() => poolItems(this.db, this.user.id, name))
  }

  tasksOf(project: string, feature?: string): Step<PlacedItem[]> {
    return ask(() => tasksOf(this.db, this.user.id, project, feature))
  }

  featuresOf(project: string): Step<Feature[]> {
    return ask(() => featuresOf(this.db, this.user.id, project))
  }

  /** An id that this user was never given: the next of the sequence that no import brought along. */
  *newId(prefix: string): Step<string> {
    const { db, user } = this
    for (;;) {
      const { given, imported } = yield* ask(() => incrementIdCounter(db, user.id, prefix))
      const id = idAt(prefix, given - 1, saltOf(user.id))
      if (!imported || !(yield* ask(() => isImported(db, user.id, id)))) return id
    }
  }

  *put<E extends Entity, After extends Entities[E] | null>(
    entity: E,
    before: Entities[E] | null,
    after: After,
  ): Step<After> {
    if (before && after && changedFields<object>(before, after).length === 0) return before as After
    const stamped = after && this.#stamp(after)
    this.#send({ entity, before, after: stamped })
    this.changeSet.note(entity, before, stamped)
    if (this.#sent.length >= MAX_UNANSWERED) yield* ask(() => allSettledOrThrow(...this.#sent.splice(0)))
    return stamped
  }

  /** Writes many new items together. */
  async newItems(items: readonly PlacedItem[]): Promise<void> {
    const stamped = items.map((item) => this.#stamp(item))
    await insertItems(this.world.engine, this.db, this.user.id, stamped)
    for (const item of stamped) this.changeSet.note('item', null, item)
  }

  /** Writes states that do not build on each other; items that come or go are written together. */
  async putAll(differences: readonly EntityDifference[]): Promise<void> {
    const [added, removed]: [PlacedItem[], PlacedItem[]] = [[], []]
    for (const { entity, before, after } of differences) {
      if (entity !== 'item' || (before && after)) await carryOutStep(this.put(entity, before as never, after as never))
      else if (after) added.push(after as PlacedItem)
      else if (before) removed.push(before as PlacedItem)
    }
    await this.newItems(added)
    const ids = removed.map(({ id }) => id)
    await deleteItems(this.world.engine, this.db, this.user.id, ids)
    for (const item of removed) this.changeSet.note('item', item, null)
  }

  /** Whether closing raises the caller's revision. */
  get changesAnything(): boolean {
    return !this.ended && this.user.id !== '' && (this.settings || this.changeSet.touched.some(isChange))
  }

  /** Closes the write. If nothing changed, nothing is raised. */
  async close(): Promise<void> {
    if (this.ended || !this.user.id) return
    for (const difference of this.changeSet.touched) {
      const { entity, before, after } = difference
      if (before && after && !isChange(difference)) this.#send({ entity, before: after, after: before })
    }
    const { at } = this.now
    const entry = { at, client: this.client, op: this.op, undoes: this.undoes }
    const { changes } = this.changeSet
    const changed = changes.length > 0 || this.settings
    if (changed) this.raised.add(this.user.id)
    await allSettledOrThrow(...this.#sent, changed && record(this.db, this.user.id, this.revision, entry, changes))
  }

  /** Rethrows what failed first on its way to the database, since that caused `error`; else `error`. */
  async failed(error: unknown): Promise<never> {
    await allSettledOrThrow(...this.#sent)
    throw error
  }

  #own = (bucket: Bucket) => ({ userId: this.user.id, ...bucket })

  #stamp<T extends AnyEntity>(after: T): T {
    return { ...after, updated_at: this.now.at, revision: this.revision }
  }

  #checkVersion(item: PlacedItem): void {
    const seen = typeof this.#ifMatch === 'number' ? [{ revision: this.#ifMatch }] : this.#ifMatch
    if (!seen || seen.some(({ id = item.id, revision }) => id === item.id && revision === item.revision)) return
    throw conflict(`${item.id} has changed since you read it`, { hint: 'Read it again, then decide.' })
  }

  #send(difference: Pick<EntityDifference, 'entity' | 'before' | 'after'>): void {
    const sent = this.#store(difference)
    sent.catch(() => {}) // reported at the end
    this.#sent.push(sent)
  }

  async #store({ entity, before, after }: Pick<EntityDifference, 'entity' | 'before' | 'after'>): Promise<void> {
    const { db, user } = this
    const { engine } = this.world
    const gone = (before ?? after)!
    if (entity === 'project') await replaceProject(db, user.id, (gone as Project).slug, after as Project | null)
    else if (entity === 'feature') await replaceFeature(db, user.id, (gone as Feature).id, after as Feature | null)
    else if (before && after) await updateItem(engine, db, user.id, before as PlacedItem, after as PlacedItem)
    else if (after) await insertItems(engine, db, user.id, [after as PlacedItem])
    else await deleteItems(engine, db, user.id, [(gone as PlacedItem).id])
  }
}
