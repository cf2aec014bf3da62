import { TrackError } from '#domain/errors.ts'
import { nextTurn, turnTaker } from '#store/next-turn.ts'

/** Characters of an answer that are made before any of it is sent. */
const MAX_BUFFERED_CHARACTERS = 8 * 1024 * 1024
/** Shorter ones are joined. */
const MIN_PART_CHARACTERS = 64 * 1024

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

  /** The same, but that it fails before the next part once `check` rejects. */
  checkedBy(check: () => PromiseLike<unknown>): StreamedAnswer<Answer> {
    return new StreamedAnswer(checked(this.#parts, check))
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

async function* checked(parts: AsyncGenerator<string>, check: () => PromiseLike<unknown>): AsyncGenerator<string> {
  try {
    for await (const part of parts) {
      await check()
      yield part
    }
  } finally {
    await parts.return(undefined)
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
 * Makes the first 8 MiB of an answer before any of it is given: what a shorter one holds, such as a snapshot of the
 * database, is let go before anything is sent, however slow the reader is.
 */
export async function* buffered(parts: AsyncGenerator<string>): AsyncGenerator<string> {
  const takeTurn = turnTaker()
  const made: string[] = []
  let characters = 0
  try {
    let part = await parts.next()
    for (; !part.done && characters <= MAX_BUFFERED_CHARACTERS; part = await parts.next()) {
      characters += part.value.length
      if (made.length && made.at(-1)!.length < MIN_PART_CHARACTERS) made.push(made.pop()! + part.value)
      else made.push(part.value)
      await takeTurn()
    }
    yield* made.splice(0)
    if (!part.done) yield part.value
    yield* parts
  } finally {
    await parts.return(undefined)
  }
}
