import { setImmediate as nextTurn } from 'node:timers/promises'

/** An answer whose JSON text is made while it is sent, part by part. */
export class StreamedAnswer<Answer> {
  readonly parts: AsyncIterableIterator<string>
  declare private readonly answer: Answer

  private constructor(parts: AsyncIterableIterator<string>) {
    this.parts = parts
  }

  /** Makes the first part, so that what fails before it can still be answered, and what is held is always let go. */
  static async begin<Answer>(parts: AsyncGenerator<string>): Promise<StreamedAnswer<Answer>> {
    const first = await parts.next()
    return new StreamedAnswer(first.done ? parts : continued(first.value, parts))
  }

  /** The answer as an object, for callers in this process. */
  async parse(): Promise<Answer> {
    let text = ''
    for await (const part of this.parts) text += part
    return JSON.parse(text) as Answer
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
