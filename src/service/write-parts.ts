import { TrackError } from '#domain/errors.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { EndPart } from '#store/engine.ts'
import { nextTurn } from '#store/next-turn.ts'
import { runSteps } from '#store/run-steps.ts'
import type { OwnerRow } from '#store/schema.ts'
import type { Write } from './write.ts'

/**
 * Lets others write while a long write is under way, where the database asks for that, up to the last statements,
 * which belong together.
 */
export class WriteParts {
  readonly #endPart: EndPart | undefined
  readonly #currentUser: () => Step<OwnerRow>
  #write: Write | undefined

  constructor(endPart: EndPart | undefined, currentUser: () => Step<OwnerRow>) {
    this.#endPart = endPart
    this.#currentUser = currentUser
  }

  begin(write: Write): void {
    this.#write = write
  }

  /** To be awaited before the last statements. Rejects as `pause`. */
  end(): Promise<void> | undefined {
    const write = this.#write
    this.#write = undefined
    return write && this.#endPart && this.#endPartOf(write, this.#endPart, true)
  }

  /** Rejects with `unauthenticated` and `unavailable` where the key, or what is written to, has changed meanwhile. */
  readonly pause = async (): Promise<void> => {
    const write = this.#write
    if (!write || !this.#endPart) return nextTurn()
    await this.#endPartOf(write, this.#endPart, false)
  }

  async #endPartOf(write: Write, endPart: EndPart, isLast: boolean): Promise<void> {
    if (!(await endPart(write.spaceId, write.revision, isLast))) return
    const { revision } = await runSteps(this.#currentUser())
    if (revision !== write.user.revision)
      throw new TrackError('unavailable', 'something else changed meanwhile; nothing was imported', { retryAfter: 1 })
  }
}
