import { MAX_ROWS } from '#contract/schemas/data.ts'
import type { AnyEntity } from '#domain/entities.ts'
import { TrackError } from '#domain/errors.ts'

/** Entities that one write may change: as many as an import of items, projects and features, or the undo of one. */
const MAX_ENTITIES = 3 * MAX_ROWS
/** Of notes. */
const MAX_CHARACTERS = 40 * 1024 * 1024

/** Counts what one write changes. */
export class WriteBudget {
  #entities = 0
  #characters = 0

  /** Throws `too_large` beyond what one write may change. */
  spend({ notes }: AnyEntity): void {
    this.#entities++
    this.#characters += notes?.length ?? 0
    if (this.#entities <= MAX_ENTITIES && this.#characters <= MAX_CHARACTERS) return
    const entries = MAX_ENTITIES.toLocaleString('en')
    throw new TrackError('too_large', `this would change more than ${entries} entries, or 40 MiB of notes`, {
      hint: 'Nothing was changed. Do it in several steps.',
    })
  }
}
