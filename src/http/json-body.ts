import { invalid, TrackError } from '#domain/errors.ts'

const MAX_DEPTH = 32
/** Lists and objects, and commas, in one body: more than 100,000 items with all their fields have. */
const MAX_CONTAINERS = 500_000
const MAX_COMMAS = 4_000_000
/** Of one list, and of one object. */
const MAX_ELEMENTS = 100_000
const MAX_FIELDS = 1000

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The value of a JSON body in UTF-8; `{}` for an empty one. Throws `invalid`, and `too_large` for more values than
 * anyone sends: those are counted before parsing, which blocks all other requests meanwhile.
 */
export function parseJson(body: Buffer): unknown {
  refuseHugeJson(body)
  const value = parsed(body)
  const path = prototypePath(value)
  if (path !== undefined) throw invalid({ path, message: 'is not a known field' })
  return value
}

function parsed(body: Buffer): unknown {
  try {
    const text = utf8.decode(body)
    return text.trim() === '' ? {} : (JSON.parse(text) as unknown)
  } catch (error) {
    throw invalid({ path: '', message: `the body is not valid JSON: ${(error as Error).message.slice(0, 200)}` })
  }
}

const [QUOTE, BACKSLASH, COMMA, LIST, OBJECT, LIST_END, OBJECT_END] = Buffer.from('"\\,[{]}')

/** Counts brackets and commas outside of strings, byte by byte. */
function refuseHugeJson(body: Buffer): void {
  const isList: boolean[] = [] // by depth, as are sizes
  const sizes: number[] = []
  let [containers, commas, depth] = [0, 0, 0]
  let inString = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (byte === QUOTE) inString = !inString
    else if (inString) at += byte === BACKSLASH ? 1 : 0
    else if (byte === COMMA) {
      if (++commas > MAX_COMMAS) throw tooManyValues()
      const size = (sizes[depth] = sizes[depth]! + 1)
      if (size > (isList[depth] ? MAX_ELEMENTS : MAX_FIELDS)) throw tooLong(isList[depth])
    } else if (byte === LIST || byte === OBJECT) {
      if (++containers > MAX_CONTAINERS) throw tooManyValues()
      if (++depth > MAX_DEPTH) throw invalid({ path: '', message: 'the body is nested too deeply' })
      isList[depth] = byte === LIST
      sizes[depth] = 1
    } else if (byte === LIST_END || byte === OBJECT_END) depth--
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

/** Where `__proto__` stands as a name, in whatever spelling. Copying an object would drop it, so it is refused. */
function prototypePath(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, '__proto__')) return '__proto__'
  for (const name in value) {
    const path = prototypePath((value as Record<string, unknown>)[name])
    if (path !== undefined) return `${name}.${path}`
  }
  return undefined
}
