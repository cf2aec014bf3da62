import type { CallOptions } from '#contract/track.ts'
import { changedFields, differing } from '#domain/edits.ts'
import { TrackError } from '#domain/errors.ts'
import { idAt } from '#domain/ids.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { User } from '#domain/users.ts'
import { incrementIdCounter, isImported } from '#store/ids.ts'
import { deleteItems, insertItems, updateItem } from '#store/items.ts'
import { appendJournal } from '#store/journal.ts'
import { replaceFeature, replaceProject } from '#store/projects.ts'
import type { Db, Entity } from '#store/schema.ts'
import { allSettledOrThrow } from '#store/all-settled.ts'
import { advanceRevision } from '#store/users.ts'
import type { Reading, Session, World } from './context.ts'

export type Stored = PlacedItem | Project | Feature

export interface EntityDifference {
  entity: Entity
  id: string
  before: Stored | null
  after: Stored | null
}

const idOf = (stored: Stored): string => ('slug' in stored ? stored.slug : stored.id)

const isChange = ({ before, after }: EntityDifference): boolean =>
  before && after ? changedFields(before, after).length > 0 : before !== after

/** So many are sent before they are waited for: each has its time to be answered in, and other requests want their turn. */
const MOST_SENT = 100

/** What tells the walks of users apart that give their ids. */
export const saltOf = (userId: string): number => Number.parseInt(userId.slice(0, 7), 16)

/** One atomic change of one user's data: it collects what changes, and closes with one revision and one journal row. */
export class Write implements Reading {
  readonly world: World
  readonly db: Db
  readonly user: User
  readonly now: Now
  readonly session: Session
  /** The revision of the item that the caller saw. */
  readonly ifMatch: CallOptions['ifMatch']
  /** What this write will be known as. */
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
  readonly #differences = new Map<string, EntityDifference>()
  /** Writes that are on their way: whatever is asked after them sees them done, so only the end waits for them. */
  readonly #sent: Promise<void>[] = []

  constructor(reading: Reading, op: string, ifMatch?: CallOptions['ifMatch']) {
    this.world = reading.world
    this.db = reading.db
    this.user = reading.user
    this.now = reading.now
    this.session = reading.session
    this.client = reading.session.client
    this.ifMatch = ifMatch
    this.op = op
    this.revision = reading.user.revision + 1
  }

  /** An id that this user was never given: the next of the walk that no import brought along. */
  async newId(prefix: string): Promise<string> {
    const { db, user } = this
    for (;;) {
      const { given, imported } = await incrementIdCounter(db, user.id, prefix)
      const id = idAt(prefix, given - 1, saltOf(user.id))
      if (!imported || !(await isImported(db, user.id, id))) return id
    }
  }

  /** Writes an item's next state; null before: it is new; null after: it is gone. Gives what now stands. */
  item<T extends PlacedItem | null>(before: PlacedItem | null, after: T): Promise<T> {
    return this.put('item', before, after)
  }

  project<T extends Project | null>(before: Project | null, after: T): Promise<T> {
    return this.put('project', before, after)
  }

  feature<T extends Feature | null>(before: Feature | null, after: T): Promise<T> {
    return this.put('feature', before, after)
  }

  /** Writes many new items together. */
  async newItems(items: readonly PlacedItem[]): Promise<void> {
    const stamped = items.map((item) => this.#stamped(item))
    await insertItems(this.world.engine, this.db, this.user.id, stamped)
    for (const item of stamped) this.#note('item', item.id, null, item)
  }

  /** Writes states that do not build on each other; items that come or go are written together. */
  async putAll(changes: readonly EntityDifference[]): Promise<void> {
    const [added, removed]: [PlacedItem[], PlacedItem[]] = [[], []]
    for (const { entity, before, after } of changes) {
      if (entity !== 'item' || (before && after)) await this.put(entity, before, after)
      else if (after) added.push(after as PlacedItem)
      else if (before) removed.push(before as PlacedItem)
    }
    await this.newItems(added)
    await deleteItems(
      this.world.engine,
      this.db,
      this.user.id,
      removed.map(({ id }) => id),
    )
    for (const item of removed) this.#note('item', item.id, item, null)
  }

  async put<T extends Stored | null>(entity: Entity, before: Stored | null, after: T): Promise<T> {
    if (before && after && changedFields<Stored>(before, after).length === 0) return before as T
    const stamped = after && this.#stamped(after)
    const id = idOf((after ?? before)!)
    await this.#send(entity, id, before, stamped)
    this.#note(entity, id, before, stamped)
    return stamped
  }

  /** What has changed so far. */
  get differences(): EntityDifference[] {
    return [...this.#differences.values()]
  }

  /** Whether closing raises the caller's revision. */
  get changesAnything(): boolean {
    if (this.ended || !this.user.id) return false
    return this.settings || this.differences.some(isChange)
  }

  /** Closes the write. If nothing changed, nothing is raised. */
  async close(): Promise<void> {
    if (this.ended || !this.user.id) return
    const differences: EntityDifference[] = []
    for (const difference of this.differences) {
      const { entity, id, before, after } = difference
      if (isChange(difference)) differences.push(difference)
      else if (before && after) await this.#send(entity, id, after, before)
    }
    const changed = differences.length > 0 || this.settings
    if (changed) this.raised.add(this.user.id)
    const told = { at: this.now.at, client: this.client, op: this.op, undoes: this.undoes }
    await allSettledOrThrow(...this.#sent, changed && record(this.db, this.user.id, this.revision, told, differences))
  }

  /** What one write changes twice is told once, from first to last. */
  #note(entity: Entity, id: string, before: Stored | null, after: Stored | null): void {
    const noted = this.#differences.get(`${entity} ${id}`)
    if (noted) noted.after = after
    else this.#differences.set(`${entity} ${id}`, { entity, id, before, after })
  }

  #stamped<T extends Stored>(after: T): T {
    return { ...after, updated_at: this.now.at, revision: this.revision }
  }

  /** Rethrows what failed first on its way to the database, since that caused `error`; else `error`. */
  async failed(error: unknown): Promise<never> {
    await allSettledOrThrow(...this.#sent)
    throw error
  }

  async #send(entity: Entity, id: string, before: Stored | null, after: Stored | null): Promise<void> {
    const sent = this.#store(entity, id, before, after)
    sent.catch(() => {}) // told at the end
    this.#sent.push(sent)
    if (this.#sent.length >= MOST_SENT) await allSettledOrThrow(...this.#sent.splice(0))
  }

  async #store(entity: Entity, id: string, before: Stored | null, after: Stored | null) {
    const { db, user } = this
    const { engine } = this.world
    if (entity === 'project') await replaceProject(db, user.id, id, after as Project | null)
    else if (entity === 'feature') await replaceFeature(db, user.id, id, after as Feature | null)
    else if (before && after) await updateItem(engine, db, user.id, before as PlacedItem, after as PlacedItem)
    else if (after) await insertItems(engine, db, user.id, [after as PlacedItem])
    else if (before) await deleteItems(engine, db, user.id, [id])
  }
}

/** More than fits into an import, and still into memory. */
const MOST_CHARACTERS = 64 * 1024 * 1024

interface Told {
  at: string
  client: string
  op: string
  undoes: number | null
}

/** Raises a user's revision and tells the journal why. */
export async function record(
  db: Db,
  userId: string,
  revision: number,
  told: Told,
  differences: readonly EntityDifference[],
): Promise<void> {
  const rows = differences.map(({ entity, id, before, after }) => ({
    user_id: userId,
    revision,
    entity,
    entity_id: id,
    before: before && JSON.stringify(after ? differing(before, after) : before),
    after: after && JSON.stringify(after),
  }))
  const size = rows.reduce((sum, { before, after }) => sum + (before?.length ?? 0) + (after?.length ?? 0), 0)
  if (size > MOST_CHARACTERS)
    throw new TrackError('too_large', 'this would change too much at once', { hint: 'Do it in several steps.' })
  const row = { ...told, user_id: userId, revision, size, kept: differences.some(completesChore) ? 1 : 0 }
  const [raised] = await allSettledOrThrow(advanceRevision(db, userId, revision), appendJournal(db, row, rows))
  if (!raised) throw new Error(`revision ${revision} of ${userId} is taken`)
}

function completesChore({ entity, before, after }: EntityDifference): boolean {
  if (entity !== 'item' || !before || !after) return false
  const [was, is] = [before as PlacedItem, after as PlacedItem]
  return is.kind === 'chore' && was.last_done !== is.last_done
}
