import { invalid, TrackError } from '#domain/errors.ts'

const MAX_DEPTH = 32
/** Lists and objects, and commas, in one body: more than 100,000 items with all their fields have. */
const MAX_CONTAINERS = 500_000
const MAX_COMMAS = 4_000_000
/** Of one list, and of one object. */
const MAX_ELEMENTS = 100_000
const MAX_FIELDS = 1000
/** What is scanned, and parsed, in one turn of the event loop. */
export const PART_BYTES = 128 * 1024

/** A list in the outermost object, by the bytes of its text. */
export interface JsonList {
  /** Behind the opening bracket. */
  start: number
  /** Of the closing bracket. */
  end: number
  /** Commas between elements, about PART_BYTES apart. */
  commas: number[]
}

const [QUOTE, BACKSLASH, COMMA, LIST, OBJECT, LIST_END, OBJECT_END] = Buffer.from('"\\,[{]}')

/**
 * Counts the values of JSON text byte by byte, and finds the lists in its outermost object. Yields after each part, so
 * that others get a turn. Throws `too_large` for more values than anyone sends, `invalid` for longer lists and objects.
 */
export function* scanJson(body: Buffer): Generator<undefined, JsonList[]> {
  const lists: JsonList[] = []
  const isList: boolean[] = [] // by depth, as are sizes
  const sizes: number[] = []
  let [containers, commas, depth] = [0, 0, 0]
  let inString = false
  let current: JsonList | undefined
  let turnAt = PART_BYTES
  for (let at = 0; at < body.length; at++) {
    if (at >= turnAt) {
      yield
      turnAt = at + PART_BYTES
    }
    const byte = body[at]
    if (byte === QUOTE) inString = !inString
    else if (inString) at += byte === BACKSLASH ? 1 : 0
    else if (byte === COMMA) {
      if (++commas > MAX_COMMAS) throw tooManyValues()
      const size = (sizes[depth] = sizes[depth]! + 1)
      if (size > (isList[depth] ? MAX_ELEMENTS : MAX_FIELDS)) throw tooLong(isList[depth])
      if (depth === 2 && current && at - (current.commas.at(-1) ?? current.start) > PART_BYTES) current.commas.push(at)
    } else if (byte === LIST || byte === OBJECT) {
      if (++containers > MAX_CONTAINERS) throw tooManyValues()
      if (++depth > MAX_DEPTH) throw invalid({ path: '', message: 'the body is nested too deeply' })
      isList[depth] = byte === LIST
      sizes[depth] = 1
      if (depth === 2 && isList[2] && !isList[1]) current = { start: at + 1, end: body.length, commas: [] }
    } else if (byte === LIST_END || byte === OBJECT_END) {
      if (depth-- === 2 && current) {
        lists.push({ ...current, end: at })
        current = undefined
      }
    }
  }
  return lists
}

function tooManyValues(): TrackError {
  return new TrackError('too_large', 'the body holds more values than one request may')
}

function tooLong(isList: boolean | undefined): TrackError {
  const what = isList
    ? `a list of more than ${MAX_ELEMENTS.toLocaleString('en')} elements`
    : `an object of more than ${MAX_FIELDS.toLocaleString('en')} fields`
  return invalid({ path: '', message: `the body holds ${what}` })
}
