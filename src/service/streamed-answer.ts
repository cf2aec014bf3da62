import { TrackError } from '#domain/errors.ts'
import { nextTurn, turnTaker } from '#store/next-turn.ts'

/** Characters of an answer that are made before any of it is sent. */
const MAX_BUFFERED_CHARACTERS = 8 * 1024 * 1024

/** An answer whose JSON text is made while it is sent, part by part. */
export class StreamedAnswer<Answer> {
  readonly #parts: AsyncGenerator<string>
  declare private readonly answer: Answer

  constructor(parts: AsyncGenerator<string>) {
    this.#parts = parts
  }

  /**
   * Makes the first part, so that what fails before it can still be answered, and resolves with all of them. What they
   * hold is let go when they are returned early.
   */
  async begin(): Promise<AsyncIterableIterator<string>> {
    const first = await this.#parts.next()
    return first.done ? this.#parts : continued(first.value, this.#parts)
  }

  /** The answer as an object, for callers in this process. */
  async parse(): Promise<Answer> {
    return JSON.parse(await this.text()) as Answer
  }

  /** The whole text. Throws `too_large` where it has more than `maxCharacters`. */
  async text(maxCharacters = Infinity): Promise<string> {
    let text = ''
    for await (const part of await this.begin()) {
      text += part
      if (text.length > maxCharacters) throw new TrackError('too_large', 'the answer would be too long')
    }
    return text
  }
}

function continued(first: string, rest: AsyncGenerator<string>): AsyncIterableIterator<string> {
  let isFirst = true
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      if (isFirst) {
        isFirst = false
        return { done: false, value: first }
      }
      await nextTurn()
      return rest.next()
    },
    return: () => rest.return(undefined),
  }
}

/**
 * Joins the first 8 MiB of an answer to one part: what a shorter one holds, such as a snapshot of the database, is let
 * go before anything is sent, however slow the reader is.
 */
export async function* buffered(parts: AsyncGenerator<string>): AsyncGenerator<string> {
  const takeTurn = turnTaker()
  try {
    let text = ''
    for (let part = await parts.next(); !part.done; part = await parts.next()) {
      text += part.value
      if (text.length > MAX_BUFFERED_CHARACTERS) {
        yield text
        yield* parts
        return
      }
      await takeTurn()
    }
    yield text
  } finally {
    await parts.return(undefined)
  }
}
