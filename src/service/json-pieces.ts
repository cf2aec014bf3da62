import { PAUSE, type Step } from '#domain/effects/steps.ts'

/** A list of more elements is given piece by piece. */
const MIN_LONG = 100
/** Elements in one piece: each may have long notes. */
const BATCH_SIZE = 10

/**
 * Gives the JSON text of a value to `take`: in one piece, or where the value is an object with long lists, in several,
 * between which other requests get a turn.
 */
export function* jsonPieces(value: unknown, take: (piece: string) => void): Step<void> {
  if (!hasLongList(value)) return take(JSON.stringify(value))
  let before = '{'
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue
    take(`${before}${JSON.stringify(name)}:`)
    if (Array.isArray(field)) yield* listPieces(field, take)
    else take(JSON.stringify(field))
    before = ','
  }
  take('}')
}

function hasLongList(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).some((field) => Array.isArray(field) && field.length > MIN_LONG)
}

function* listPieces(list: readonly unknown[], take: (piece: string) => void): Step<void> {
  take('[')
  for (let from = 0; from < list.length; from += BATCH_SIZE) {
    const text = JSON.stringify(list.slice(from, from + BATCH_SIZE)).slice(1, -1)
    take(from ? `,${text}` : text)
    yield PAUSE
  }
  take(']')
}
