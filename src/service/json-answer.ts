import type { Step } from '#domain/effects/steps.ts'
import { TrackError } from '#domain/errors.ts'
import { jsonPieces } from './json-pieces.ts'

/** The JSON text of an item with the name of its space, which has only plain characters. */
export const jsonInSpace = (json: string, space: string): string => `${json.slice(0, -1)},"space":"${space}"}`

/** Of the answer to one write. */
export const MAX_WRITE_CHARACTERS = 32 * 1024 * 1024

interface ItemVersion {
  id: string
  revision: number
}

/**
 * An answer that is JSON text already. Long and frequent answers are joined from JSON that the database builds, which
 * saves parsing and serialising.
 */
export class JsonAnswer<Answer> {
  /** The parts of the text, in order; several where it may be long. */
  readonly pieces: readonly string[]
  /** The id and revision of the item, where the answer is one. */
  readonly item: ItemVersion | undefined
  declare private readonly answer: Answer

  constructor(json: string | readonly string[], item?: ItemVersion) {
    this.pieces = typeof json === 'string' ? [json] : json
    this.item = item
  }

  get json(): string {
    return this.pieces.join('')
  }

  /**
   * Any answer, written in steps since it may be long. Throws `too_large` where it has more than `maxCharacters`.
   */
  static *of(answer: unknown, maxCharacters = Infinity): Step<JsonAnswer<unknown>> {
    if (answer instanceof JsonAnswer) return answer
    if (answer === undefined) return new JsonAnswer('')
    const pieces: string[] = []
    let characters = 0
    yield* jsonPieces(answer, (piece) => {
      pieces.push(piece)
      characters += piece.length
      if (characters > maxCharacters)
        throw new TrackError('too_large', 'the answer to this write would be longer than 32 MiB', {
          hint: 'Nothing was changed. Do it in several steps.',
        })
    })
    return new JsonAnswer(pieces, answer as ItemVersion)
  }

  static array(parts: readonly { json: string }[]): string {
    return `[${parts.map(({ json }) => json).join()}]`
  }

  /** The answer as an object, for callers in this process. */
  static parse(answer: unknown): unknown {
    if (!(answer instanceof JsonAnswer)) return answer
    return answer.json === '' ? undefined : JSON.parse(answer.json)
  }
}
