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

  end(): void {
    this.#write = undefined
  }

  /** Throws `unauthenticated` and `unavailable` where the key, or what is written to, has changed meanwhile. */
  readonly pause = async (): Promise<void> => {
    const write = this.#write
    if (!write || !this.#endPart) return nextTurn()
    if (!(await this.#endPart(write.spaceId, write.revision))) return
    const { revision } = await runSteps(this.#currentUser())
    if (revision !== write.user.revision)
      throw new TrackError('unavailable', 'something else changed meanwhile; nothing was imported', { retryAfter: 1 })
  }
}
