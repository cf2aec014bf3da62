import type { Caller } from '#http/backend.ts'
import { FEED_KEY } from '#domain/keys.ts'
import { ownerOf } from '#domain/users.ts'
import { ALL_SPACES } from '#service/all-spaces.ts'
import { referenceTo } from '#service/space-of-call.ts'
import { hashOf } from '#service/users.ts'
import type { Engine } from '#store/engine.ts'
import type { OwnerRow } from '#store/schema.ts'
import { spaceOf } from '#store/spaces.ts'
import { type KeyHolder, memberOfKey, memberOfKeyInAll, userOfFeedKey, userOfKey } from '#store/users.ts'

const MAX_ENTRIES = 10_000

interface Entry extends Caller {
  user: OwnerRow
  inAllSpaces?: OwnerRow[]
}

/**
 * The users of keys in the spaces that requests name, as the database has them now: kept until another process commits,
 * and replaced by what this process commits.
 */
export class KeyCache {
  readonly #engine: Pick<Engine, 'read' | 'othersCommitToken'>
  /** By key and space. */
  readonly #entries = new Map<string, Entry>()
  /** The names of each owner's entries. */
  readonly #namesOf = new Map<string, string[]>()
  /** Lookups under way: requests that arrive together ask once. */
  readonly #lookups = new Map<string, Promise<Entry | undefined>>()
  #token: object | undefined
  /** Raised by each commit of this process: what was read before is not kept. */
  #commits = 0

  constructor(engine: Pick<Engine, 'read' | 'othersCommitToken'>) {
    this.#engine = engine
  }

  /** What `find` gave when this process last knew: enough where the database is asked once more. */
  known(key: string, space?: string): Entry | undefined {
    return this.#entries.get(entryName(key, space))
  }

  /**
   * The user of a key in the space that is named, or in their own where they are no member of it, or all are; undefined
   * if there is no such key. Misses are not kept.
   */
  async find(key: string, space?: string): Promise<Entry | undefined> {
    const token = this.#engine.othersCommitToken()
    if (token !== this.#token || this.#entries.size >= MAX_ENTRIES) this.#clear()
    this.#token = token
    const name = entryName(key, space)
    const known = this.#entries.get(name)
    if (known) return known
    const pending = this.#lookups.get(name)
    if (pending) return pending
    const lookup = this.#lookUp(name, key, space)
    this.#lookups.set(name, lookup)
    const forget = () => this.#lookups.get(name) === lookup && this.#lookups.delete(name)
    lookup.then(forget, forget)
    return lookup
  }

  async #lookUp(name: string, key: string, space: string | undefined): Promise<Entry | undefined> {
    const [token, commits] = [this.#token, this.#commits]
    const entry = await (space === ALL_SPACES ? this.#readInAll(key) : this.#read(key, space))
    if (!entry) return undefined
    const isMiss = space !== undefined && !entry.inAllSpaces && !entry.user.shared
    if (commits === this.#commits && token === this.#token && !isMiss) this.#keep(name, entry)
    return entry
  }

  async #read(key: string, space: string | undefined): Promise<Entry | undefined> {
    const { read } = this.#engine
    const hash = hashOf(key)
    const find = FEED_KEY.test(key) ? userOfFeedKey : userOfKey
    const row = await (space === undefined ? find(read, hash) : memberOfKey(read, hash, referenceTo(space)))
    return row && entryOf(row, hash)
  }

  async #readInAll(key: string): Promise<Entry | undefined> {
    const hash = hashOf(key)
    const rows = await memberOfKeyInAll(this.#engine.read, hash)
    return rows[0] && { ...entryOf(rows[0], hash), inAllSpaces: rows }
  }

  /**
   * To be called after each commit of this process, with the user in their space as it left them; `null`: anyone may
   * have changed.
   */
  onCommit(user: OwnerRow | null): void {
    this.#commits++
    this.#lookups.clear()
    if (!user) return this.#clear()
    const { id } = ownerOf(user)
    const update = (row: OwnerRow) => (ownerOf(row).id !== id ? row : user.shared ? { ...row, ...spaceOf(user) } : user)
    for (const name of this.#namesOf.get(id) ?? []) {
      const entry = this.#entries.get(name)!
      const inAllSpaces = entry.inAllSpaces?.map(update)
      this.#entries.set(name, { ...entry, user: update(entry.user), ...(inAllSpaces && { inAllSpaces }) })
    }
  }

  #keep(name: string, entry: Entry): void {
    const isNew = !this.#entries.has(name)
    for (const row of isNew ? (entry.inAllSpaces ?? [entry.user]) : []) {
      const { id } = ownerOf(row)
      this.#namesOf.set(id, [...(this.#namesOf.get(id) ?? []), name])
    }
    this.#entries.set(name, entry)
  }

  #clear(): void {
    this.#entries.clear()
    this.#lookups.clear()
    this.#namesOf.clear()
  }
}

const entryOf = ({ kind, ...user }: KeyHolder, hash: string): Entry => ({ user, kind, hash })

/** Keys have no blanks. */
const entryName = (key: string, space: string | undefined): string => (space === undefined ? key : `${key} ${space}`)
