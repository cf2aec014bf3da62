import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Me } from '#contract/types.ts'
import { completeItem } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { DoneCount, Feature, Project } from '#domain/projects.ts'
import type { SetAside, State, Waiting } from './state.ts'

interface Schema extends DBSchema {
  /** All items as they once stood, as JSON texts of stretches of them: a browser takes five times as long to hand out each by itself. */
  stretches: { key: number; value: string }
  /** What has changed since. */
  items: { key: string; value: PlacedItem | Gone }
  projects: { key: string; value: Project }
  features: { key: string; value: Feature }
  facts: { key: string; value: Facts }
  waiting: { key: number; value: Waiting }
  aside: { key: number; value: SetAside }
}

interface Gone {
  id: string
  gone: true
}

interface Facts {
  revision: number
  me: Me
  doneBefore: readonly DoneCount[]
}

const STRETCH = 250
/** So many changes are put where the rest is. */
const MOST_CHANGES = 500

const nameOf = (userId: string) => `track-${userId}`

/** A note in localStorage outlives a page that is left at once; the database may not have written by then. */
const noteOf = (userId: string, seq: number | '' = '') => `track_note_${userId}_${seq}`
const notesOf = (userId: string) => Object.keys(localStorage).filter((name) => name.startsWith(noteOf(userId)))

function folded(stretches: readonly string[], changes: readonly (PlacedItem | Gone)[]): Map<string, PlacedItem> {
  const items = new Map(
    stretches.flatMap((text) => JSON.parse(text) as PlacedItem[]).map((item) => [item.id, completeItem(item)]),
  )
  for (const change of changes) {
    if ('gone' in change) items.delete(change.id)
    else items.set(change.id, completeItem(change))
  }
  return items
}

function textsOf(items: ReadonlyMap<string, PlacedItem>): string[] {
  const all = [...items.values()]
  return Array.from({ length: Math.ceil(all.length / STRETCH) }, (_, i) =>
    JSON.stringify(all.slice(i * STRETCH, (i + 1) * STRETCH)),
  )
}

/** What one user's page keeps in this browser: the last known state, and what waits to be sent. */
export class Storage {
  readonly #db: IDBPDatabase<Schema>
  readonly #userId: string

  private constructor(db: IDBPDatabase<Schema>, userId: string) {
    this.#db = db
    this.#userId = userId
  }

  static async open(userId: string): Promise<Storage> {
    const db = await openDB<Schema>(nameOf(userId), 2, {
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
    return new Storage(db, userId)
  }

  /** Wipes everything of a user. */
  static async wipe(userId: string): Promise<void> {
    for (const note of notesOf(userId)) localStorage.removeItem(note)
    await deleteDB(nameOf(userId))
  }

  async state(): Promise<State> {
    const tx = this.#db.transaction(['stretches', 'items', 'projects', 'features', 'facts'])
    const [stretches, changes, projects, features, facts] = await Promise.all([
      tx.objectStore('stretches').getAll(),
      tx.objectStore('items').getAll(),
      tx.objectStore('projects').getAll(),
      tx.objectStore('features').getAll(),
      tx.objectStore('facts').get('now'),
    ])
    if (changes.length > MOST_CHANGES) void this.#fold()
    return {
      items: folded(stretches, changes),
      projects: new Map(projects.map((project) => [project.slug, project])),
      features: new Map(features.map((feature) => [feature.id, feature])),
      doneBefore: facts?.doneBefore ?? [],
    }
  }

  /** Puts the items that have changed where the others are. */
  async #fold(): Promise<void> {
    const tx = this.#db.transaction(['stretches', 'items'], 'readwrite')
    const [stretches, items] = [tx.objectStore('stretches'), tx.objectStore('items')]
    const all = folded(...(await Promise.all([stretches.getAll(), items.getAll()])))
    void stretches.clear()
    void items.clear()
    for (const [i, text] of textsOf(all).entries()) void stretches.put(text, i)
    await tx.done
  }

  async facts(): Promise<Facts | undefined> {
    return this.#db.get('facts', 'now')
  }

  async replace(state: State, revision: number, me: Me): Promise<void> {
    const tx = this.#db.transaction(['stretches', 'items', 'projects', 'features', 'facts'], 'readwrite')
    for (const name of ['stretches', 'items', 'projects', 'features'] as const) void tx.objectStore(name).clear()
    for (const [i, text] of textsOf(state.items).entries()) void tx.objectStore('stretches').put(text, i)
    for (const project of state.projects.values()) void tx.objectStore('projects').put(project)
    for (const feature of state.features.values()) void tx.objectStore('features').put(feature)
    void tx.objectStore('facts').put({ revision, me, doneBefore: state.doneBefore }, 'now')
    await tx.done
  }

  /** Writes the entities of these ids as they stand now, or that they are gone. */
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

  async waiting(): Promise<Waiting[]> {
    const noted = notesOf(this.#userId).map((note) => JSON.parse(localStorage.getItem(note)!) as Waiting)
    await Promise.all(noted.map((change) => this.keep(change)))
    return this.#db.getAll('waiting')
  }

  async keep(change: Waiting): Promise<void> {
    const [note, text] = [noteOf(this.#userId, change.seq), JSON.stringify(change)]
    try {
      localStorage.setItem(note, text)
    } catch {} // it is full: the database alone must do
    await this.#db.put('waiting', change)
    if (localStorage.getItem(note) === text) localStorage.removeItem(note)
  }

  async forget(seq: number): Promise<void> {
    localStorage.removeItem(noteOf(this.#userId, seq))
    await this.#db.delete('waiting', seq)
  }

  aside(): Promise<SetAside[]> {
    return this.#db.getAll('aside')
  }

  async setAside(change: SetAside): Promise<void> {
    localStorage.removeItem(noteOf(this.#userId, change.seq))
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
