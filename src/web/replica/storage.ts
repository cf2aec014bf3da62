import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Me } from '#contract/types.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { DoneCount, Feature, Project } from '#domain/projects.ts'
import type { SetAside, State, Waiting } from './state.ts'

interface Schema extends DBSchema {
  items: { key: string; value: PlacedItem }
  projects: { key: string; value: Project }
  features: { key: string; value: Feature }
  facts: { key: string; value: Facts }
  waiting: { key: number; value: Waiting }
  aside: { key: number; value: SetAside }
}

interface Facts {
  revision: number
  me: Me
  doneBefore: readonly DoneCount[]
}

const nameOf = (userId: string) => `track-${userId}`

/** A note in localStorage outlives a page that is left at once; the database may not have written by then. */
const noteOf = (userId: string, seq: number | '' = '') => `track_note_${userId}_${seq}`
const notesOf = (userId: string) => Object.keys(localStorage).filter((name) => name.startsWith(noteOf(userId)))

/** What one user's page keeps in this browser: the last known state, and what waits to be sent. */
export class Storage {
  readonly #db: IDBPDatabase<Schema>
  readonly #userId: string

  private constructor(db: IDBPDatabase<Schema>, userId: string) {
    this.#db = db
    this.#userId = userId
  }

  static async open(userId: string): Promise<Storage> {
    const db = await openDB<Schema>(nameOf(userId), 1, {
      upgrade(db) {
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
    const [items, projects, features, facts] = await Promise.all([this.#db.getAll('items'), this.#db.getAll('projects'), this.#db.getAll('features'), this.facts()])
    return {
      items: new Map(items.map((item) => [item.id, item])),
      projects: new Map(projects.map((project) => [project.slug, project])),
      features: new Map(features.map((feature) => [feature.id, feature])),
      doneBefore: facts?.doneBefore ?? [],
    }
  }

  async facts(): Promise<Facts | undefined> {
    return this.#db.get('facts', 'now')
  }

  async replace(state: State, revision: number, me: Me): Promise<void> {
    const tx = this.#db.transaction(['items', 'projects', 'features', 'facts'], 'readwrite')
    for (const name of ['items', 'projects', 'features'] as const) void tx.objectStore(name).clear()
    for (const item of state.items.values()) void tx.objectStore('items').put(item)
    for (const project of state.projects.values()) void tx.objectStore('projects').put(project)
    for (const feature of state.features.values()) void tx.objectStore('features').put(feature)
    void tx.objectStore('facts').put({ revision, me, doneBefore: state.doneBefore }, 'now')
    await tx.done
  }

  /** Writes the entities of these ids as they stand now; those that are gone, go. */
  async patch(state: State, ids: { items: Iterable<string>; projects: Iterable<string>; features: Iterable<string> }, revision: number, me: Me): Promise<void> {
    const tx = this.#db.transaction(['items', 'projects', 'features', 'facts'], 'readwrite')
    for (const name of ['items', 'projects', 'features'] as const) {
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
