/**
 * An answer that is JSON text already. Long and frequent answers are joined from JSON that the database builds, which
 * saves parsing and serialising.
 */
export class JsonAnswer<Answer> {
  /** The parts of the text, in order; several where it may be long. */
  readonly pieces: readonly string[]
  /** The id and revision of the item, where the answer is one. */
  readonly item: { id: string; revision: number } | undefined
  declare private readonly answer: Answer

  constructor(json: string | readonly string[], item?: { id: string; revision: number }) {
    this.pieces = typeof json === 'string' ? [json] : json
    this.item = item
  }

  get json(): string {
    return this.pieces.join('')
  }

  static from(answer: unknown): JsonAnswer<unknown> {
    return answer instanceof JsonAnswer
      ? answer
      : new JsonAnswer(
          answer === undefined ? '' : JSON.stringify(answer),
          answer as { id: string; revision: number } | undefined,
        )
  }

  static array(parts: readonly { json: string }[]): string {
    return `[${parts.map(({ json }) => json).join()}]`
  }

  /** The answer as an object, for callers in this process. */
  static parse(answer: unknown): unknown {
    return answer instanceof JsonAnswer ? JSON.parse(answer.json) : answer
  }
}
