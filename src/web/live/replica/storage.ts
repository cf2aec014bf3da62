import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Me } from '#contract/types.ts'
import { completeItem } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { DoneCount, Feature, Project } from '#domain/projects.ts'
import { storageName } from '#web/format/addresses.ts'
import { idsIn, type RejectedChange, type State, type PendingChange } from './state.ts'

interface Schema extends DBSchema {
  /** Batches of items as JSON texts: reading each item by itself takes a browser five times as long. */
  stretches: { key: number; value: string }
  /** Items that have changed since the batches were written. */
  items: { key: string; value: PlacedItem | RemovedItem }
  projects: { key: string; value: Project }
  features: { key: string; value: Feature }
  facts: { key: string; value: Facts }
  waiting: { key: number; value: PendingChange }
  aside: { key: number; value: RejectedChange }
}

interface RemovedItem {
  id: string
  gone: true
}

interface Facts {
  revision: number
  me: Me
  doneBefore: readonly DoneCount[]
}

const BATCH_SIZE = 250
/** More changed items than this are merged into the batches. */
const MAX_CHANGES = 500

/** Whose data it is: a user's id, and that of a shared space. */
export const ownerIn = (userId: string, space: { id: string } | null): string =>
  space ? `${userId}-${space.id}` : userId

const nameOf = (owner: string) => storageName(`track-${owner}`)

/** A note in localStorage survives closing the page at once, when the database may not have written yet. */
const noteOf = (owner: string, seq: number | '' = '') => `${storageName('track_note')}_${owner}_${seq}`
const notesOf = (owner: string) => Object.keys(localStorage).filter((name) => name.startsWith(noteOf(owner)))

function applyChanges(
  batches: readonly string[],
  changes: readonly (PlacedItem | RemovedItem)[],
): Map<string, PlacedItem> {
  const items = new Map(
    batches.flatMap((text) => JSON.parse(text) as PlacedItem[]).map((item) => [item.id, completeItem(item)]),
  )
  for (const change of changes) {
    if ('gone' in change) items.delete(change.id)
    else items.set(change.id, completeItem(change))
  }
  return items
}

function batchesOf(items: ReadonlyMap<string, PlacedItem>): string[] {
  const all = [...items.values()]
  return Array.from({ length: Math.ceil(all.length / BATCH_SIZE) }, (_, i) =>
    JSON.stringify(all.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE)),
  )
}

/** A change that an earlier version stored: with the description as `says`, and without what it changes. */
type EarlierChange<T extends PendingChange> = Omit<T, 'changedIds'> & { says?: string; changedIds?: string[] }

function completeChange<T extends PendingChange>(stored: T | EarlierChange<T>): T {
  const { says, changedIds = idsIn(stored) } = stored as EarlierChange<T>
  return { ...stored, changedIds, ...(says !== undefined && { description: says }) } as T
}

/** What this browser stores of a user's space, in IndexedDB: the confirmed state, pending and rejected changes. */
export class Storage {
  readonly #db: IDBPDatabase<Schema>
  readonly #owner: string

  private constructor(db: IDBPDatabase<Schema>, owner: string) {
    this.#db = db
    this.#owner = owner
  }

  static async open(owner: string): Promise<Storage> {
    const db = await openDB<Schema>(nameOf(owner), 2, {
      upgrade(db, from) {
        db.createObjectStore('stretches')
        if (from === 1) return
        db.createObjectStore('items', { keyPath: 'id' })
        db.createObjectStore('projects', { keyPath: 'slug' })
        db.createObjectStore('features', { keyPath: 'id' })
        db.createObjectStore('facts')
        db.createObjectStore('waiting', { keyPath: 'seq' })
        db.createObjectStore('aside', { keyPath: 'seq' })
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    })
    return new Storage(db, owner)
  }

  /** Deletes everything that is stored of a space. */
  static async wipe(owner: string): Promise<void> {
    for (const note of notesOf(owner)) localStorage.removeItem(note)
    await deleteDB(nameOf(owner))
  }

  async state(): Promise<State> {
    const tx = this.#db.transaction(['stretches', 'items', 'projects', 'features', 'facts'])
    const [batches, changes, projects, features, facts] = await Promise.all([
      tx.objectStore('stretches').getAll(),
      tx.objectStore('items').getAll(),
      tx.objectStore('projects').getAll(),
      tx.objectStore('features').getAll(),
      tx.objectStore('facts').get('now'),
    ])
    if (changes.length > MAX_CHANGES) void this.#mergeChanges()
    return {
      items: applyChanges(batches, changes),
      projects: new Map(projects.map((project) => [project.slug, project])),
      features: new Map(features.map((feature) => [feature.id, feature])),
      doneBefore: facts?.doneBefore ?? [],
    }
  }

  /** Merges the changed items into the batches. */
  async #mergeChanges(): Promise<void> {
    const tx = this.#db.transaction(['stretches', 'items'], 'readwrite')
    const [batches, items] = [tx.objectStore('stretches'), tx.objectStore('items')]
    const all = applyChanges(...(await Promise.all([batches.getAll(), items.getAll()])))
    void batches.clear()
    void items.clear()
    for (const [i, text] of batchesOf(all).entries()) void batches.put(text, i)
    await tx.done
  }

  async facts(): Promise<Facts | undefined> {
    return this.#db.get('facts', 'now')
  }

  async replace(state: State, revision: number, me: Me): Promise<void> {
    const tx = this.#db.transaction(['stretches', 'items', 'projects', 'features', 'facts'], 'readwrite')
    for (const name of ['stretches', 'items', 'projects', 'features'] as const) void tx.objectStore(name).clear()
    for (const [i, text] of batchesOf(state.items).entries()) void tx.objectStore('stretches').put(text, i)
    for (const project of state.projects.values()) void tx.objectStore('projects').put(project)
    for (const feature of state.features.values()) void tx.objectStore('features').put(feature)
    void tx.objectStore('facts').put({ revision, me, doneBefore: state.doneBefore }, 'now')
    await tx.done
  }

  /** Writes the present state of the entities with these ids, or their removal. */
  async patch(
    state: State,
    ids: { items: Iterable<string>; projects: Iterable<string>; features: Iterable<string> },
    revision: number,
    me: Me,
  ): Promise<void> {
    const tx = this.#db.transaction(['items', 'projects', 'features', 'facts'], 'readwrite')
    for (const id of ids.items) void tx.objectStore('items').put(state.items.get(id) ?? { id, gone: true })
    for (const name of ['projects', 'features'] as const) {
      for (const id of ids[name]) {
        const value = state[name].get(id)
        void (value ? tx.objectStore(name).put(value) : tx.objectStore(name).delete(id))
      }
    }
    void tx.objectStore('facts').put({ revision, me, doneBefore: state.doneBefore }, 'now')
    await tx.done
  }

  async pending(): Promise<PendingChange[]> {
    const noted = notesOf(this.#owner).map((note) => JSON.parse(localStorage.getItem(note)!) as PendingChange)
    await Promise.all(noted.map((change) => this.save(change)))
    return (await this.#db.getAll('waiting')).map((change) => completeChange(change))
  }

  async save(change: PendingChange): Promise<void> {
    const [note, text] = [noteOf(this.#owner, change.seq), JSON.stringify(change)]
    try {
      localStorage.setItem(note, text)
    } catch {} // it is full; the database has to do
    await this.#db.put('waiting', change)
    if (localStorage.getItem(note) === text) localStorage.removeItem(note)
  }

  async remove(seq: number): Promise<void> {
    localStorage.removeItem(noteOf(this.#owner, seq))
    await this.#db.delete('waiting', seq)
  }

  async rejected(): Promise<RejectedChange[]> {
    return (await this.#db.getAll('aside')).map((change) => completeChange(change))
  }

  async reject(change: RejectedChange): Promise<void> {
    localStorage.removeItem(noteOf(this.#owner, change.seq))
    const tx = this.#db.transaction(['waiting', 'aside'], 'readwrite')
    void tx.objectStore('waiting').delete(change.seq)
    void tx.objectStore('aside').put(change)
    await tx.done
  }

  async dismiss(seq: number): Promise<void> {
    await this.#db.delete('aside', seq)
  }

  close(): void {
    this.#db.close()
  }
}
