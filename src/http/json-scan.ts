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
  const values = new ValueCounter()
  let inString = false
  let turnAt = PART_BYTES
  for (let at = 0; at < body.length; at++) {
    if (at >= turnAt) {
      yield
      turnAt = at + PART_BYTES
    }
    const byte = body[at]
    if (byte === QUOTE) inString = !inString
    else if (inString) at += byte === BACKSLASH ? 1 : 0
    else if (byte === COMMA) values.comma(at)
    else if (byte === LIST || byte === OBJECT) values.open(at, byte === LIST)
    else if (byte === LIST_END || byte === OBJECT_END) values.close(at)
  }
  return values.lists
}

/** What is known of JSON text up to a byte. */
class ValueCounter {
  readonly lists: JsonList[] = []
  #containers = 0
  #commas = 0
  #depth = 0
  /** By depth, as are sizes. */
  readonly #isList: boolean[] = []
  readonly #sizes: number[] = []
  /** The list in the outermost object that is open. */
  #list: JsonList | undefined

  comma(at: number): void {
    if (++this.#commas > MAX_COMMAS) throw tooManyValues()
    const isList = this.#isList[this.#depth]
    const size = (this.#sizes[this.#depth] = this.#sizes[this.#depth]! + 1)
    if (size > (isList ? MAX_ELEMENTS : MAX_FIELDS)) throw tooLong(isList)
    if (this.#depth !== 2 || !this.#list) return
    const { start, commas } = this.#list
    if (at - (commas.at(-1) ?? start) > PART_BYTES) commas.push(at)
  }

  open(at: number, isList: boolean): void {
    if (++this.#containers > MAX_CONTAINERS) throw tooManyValues()
    if (++this.#depth > MAX_DEPTH) throw invalid({ path: '', message: 'the body is nested too deeply' })
    this.#isList[this.#depth] = isList
    this.#sizes[this.#depth] = 1
    if (this.#depth === 2 && isList && !this.#isList[1]) this.#list = { start: at + 1, end: at + 1, commas: [] }
  }

  close(at: number): void {
    if (this.#depth-- !== 2 || !this.#list) return
    this.lists.push({ ...this.#list, end: at })
    this.#list = undefined
  }
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
