/** An answer that is JSON text already: long ones, and those asked for often, are put together from what the database gives as JSON, with no object in between. */
export class Text<Answer> {
  /** What the whole is put together from, where it may be long. */
  readonly pieces: readonly string[]
  /** The one that it tells of. */
  readonly item: { id: string; revision: number } | undefined
  declare private readonly answer: Answer

  constructor(json: string | readonly string[], item?: { id: string; revision: number }) {
    this.pieces = typeof json === 'string' ? [json] : json
    this.item = item
  }

  get json(): string {
    return this.pieces.join('')
  }

  static of(answer: unknown): Text<unknown> {
    return answer instanceof Text
      ? answer
      : new Text(
          answer === undefined ? '' : JSON.stringify(answer),
          answer as { id: string; revision: number } | undefined,
        )
  }

  static array(parts: readonly { json: string }[]): string {
    return `[${parts.map(({ json }) => json).join()}]`
  }

  /** What the text tells, for callers who want the object. */
  static read(answer: unknown): unknown {
    return answer instanceof Text ? JSON.parse(answer.json) : answer
  }
}
