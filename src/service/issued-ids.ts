import { idAt, saltOf } from '#domain/ids.ts'
import type { Step } from '#domain/effects/steps.ts'
import { ownerOf } from '#domain/users.ts'
import { insertImportedIds, isImported } from '#store/ids.ts'
import type { Db, OwnerRow, SpaceRow } from '#store/schema.ts'

/** The ids that a space has issued or that an import has used: none is given twice. */
export class IssuedIds {
  readonly #db: Db
  readonly #user: OwnerRow
  /** How many of each prefix. */
  readonly #issued: Record<string, number>
  /** Those that this write keeps from being issued. */
  readonly #reserved = new Set<string>()

  constructor(db: Db, user: OwnerRow) {
    this.#db = db
    this.#user = user
    this.#issued = JSON.parse(user.issued_ids) as Record<string, number>
  }

  /** The next id of the sequence that no import has used. */
  *next(prefix: string): Step<string> {
    const { space_id, has_imported_ids } = this.#user
    for (;;) {
      const issued = this.count(prefix)
      this.#issued[prefix] = issued + 1
      const id = idAt(prefix, issued, saltOf(ownerOf(this.#user).id))
      if (this.#reserved.has(id)) continue
      if (!has_imported_ids || !(yield* isImported(this.#db, space_id, id))) return id
    }
  }

  /** How many of a prefix. */
  count(prefix: string): number {
    return this.#issued[prefix] ?? 0
  }

  /** Keeps an id from being issued, by this write and later ones. */
  reserve(id: string): void {
    this.#reserved.add(id)
  }

  /** Writes the reserved ones; returns what the space's row says of all. */
  *save(): Step<Pick<SpaceRow, 'issued_ids' | 'has_imported_ids'>> {
    const reserved = [...this.#reserved]
    if (reserved.length) yield* insertImportedIds(this.#db, this.#user.space_id, reserved)
    const has_imported_ids = reserved.length || this.#user.has_imported_ids ? 1 : 0
    return { issued_ids: JSON.stringify(this.#issued), has_imported_ids }
  }
}
