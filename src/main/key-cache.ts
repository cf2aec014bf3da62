import type { Caller } from '#http/backend.ts'
import { hashOf } from '#service/users.ts'
import type { Engine } from '#store/engine.ts'
import type { KeyRow, OwnerRow } from '#store/schema.ts'
import { userOfKey } from '#store/users.ts'

const MAX_ENTRIES = 10_000

interface Entry extends Caller, Pick<KeyRow, 'kind'> {
  user: OwnerRow
}

/**
 * The users of keys, as the database has them now: kept until another process commits, and replaced by what this
 * process commits.
 */
export class KeyCache {
  readonly #engine: Pick<Engine, 'read' | 'othersCommitToken'>
  readonly #byKey = new Map<string, Entry>()
  /** The keys of each user that are in `byKey`. */
  readonly #keysOf = new Map<string, string[]>()
  /** Lookups under way: requests that arrive together ask once. */
  readonly #lookups = new Map<string, Promise<Entry | undefined>>()
  #token: object | undefined
  /** Raised by each commit of this process: what was read before is not kept. */
  #commits = 0

  constructor(engine: Pick<Engine, 'read' | 'othersCommitToken'>) {
    this.#engine = engine
  }

  /** The user that a key had when this process last knew: enough where the database is asked once more. */
  known(key: string): Entry | undefined {
    return this.#byKey.get(key)
  }

  /** The user of a key, or undefined if there is none; misses are not kept. */
  async find(key: string): Promise<Entry | undefined> {
    const token = this.#engine.othersCommitToken()
    if (token !== this.#token || this.#byKey.size >= MAX_ENTRIES) this.#clear()
    this.#token = token
    const known = this.#byKey.get(key)
    if (known) return known
    const pending = this.#lookups.get(key)
    if (pending) return pending
    const lookup = this.#lookUp(key)
    this.#lookups.set(key, lookup)
    const forget = () => this.#lookups.get(key) === lookup && this.#lookups.delete(key)
    lookup.then(forget, forget)
    return lookup
  }

  async #lookUp(key: string): Promise<Entry | undefined> {
    const [token, commits] = [this.#token, this.#commits]
    const hash = hashOf(key)
    const row = await userOfKey(this.#engine.read, hash)
    if (!row) return undefined
    const { kind, ...user } = row
    const entry = { user, kind, hash }
    if (commits === this.#commits && token === this.#token) this.#keep(key, entry)
    return entry
  }

  /** To be called after each commit of this process, with the user as it left them; `null`: anyone may have changed. */
  onCommit(user: OwnerRow | null): void {
    this.#commits++
    this.#lookups.clear()
    if (!user) this.#clear()
    else for (const key of this.#keysOf.get(user.id) ?? []) this.#byKey.set(key, { ...this.#byKey.get(key)!, user })
  }

  #keep(key: string, entry: Entry): void {
    if (!this.#byKey.has(key)) this.#keysOf.set(entry.user.id, [...(this.#keysOf.get(entry.user.id) ?? []), key])
    this.#byKey.set(key, entry)
  }

  #clear(): void {
    this.#byKey.clear()
    this.#lookups.clear()
    this.#keysOf.clear()
  }
}
