import type { FastifyInstance } from 'fastify'
import { invalid, TrackError } from '#domain/errors.ts'

const MOST_DEPTH = 32
/** Lists and objects, and commas, in a body: more than 100,000 items with all their fields have. */
const MOST_OPENED = 500_000
const MOST_COMMAS = 4_000_000
/** Of one list, and of one object. */
const MOST_ELEMENTS = 100_000
const MOST_FIELDS = 1000

const text = new TextDecoder('utf-8', { fatal: true })

/** JSON is the only language of bodies; an empty one is an empty object. Absurdly large ones are refused before they are parsed, since parsing stops everyone. */
export function jsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parsed(body as Buffer))
    } catch (error) {
      done(
        error instanceof TrackError
          ? error
          : invalid({ path: '', message: `the body is not valid JSON: ${(error as Error).message.slice(0, 200)}` }),
      )
    }
  })
}

function parsed(body: Buffer): unknown {
  refuseMany(body)
  const json = text.decode(body)
  if (json.trim() === '') return {}
  const value: unknown = JSON.parse(json)
  const odd = prototypeIn(value)
  if (odd !== undefined) throw invalid({ path: odd, message: 'is not a known field' })
  return value
}

const [QUOTE, BACKSLASH, COMMA, LIST, OBJECT, LIST_END, OBJECT_END] = Buffer.from('"\\,[{]}')

/** Refuses by its bytes a body of more values than anyone sends, or nested without end. */
function refuseMany(body: Buffer): void {
  const lists: boolean[] = []
  const sizes: number[] = []
  let [opened, commas, depth] = [0, 0, 0]
  let inside = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (byte === QUOTE) inside = !inside
    else if (inside) at += byte === BACKSLASH ? 1 : 0
    else if (byte === COMMA) {
      const size = (sizes[depth] = sizes[depth]! + 1)
      if (++commas > MOST_COMMAS) tooMany()
      if (size > (lists[depth] ? MOST_ELEMENTS : MOST_FIELDS))
        throw invalid({
          path: '',
          message: lists[depth]
            ? `the body holds a list of more than ${MOST_ELEMENTS.toLocaleString('en')} elements`
            : `the body holds an object of more than ${MOST_FIELDS.toLocaleString('en')} fields`,
        })
    } else if (byte === LIST || byte === OBJECT) {
      if (++opened > MOST_OPENED) tooMany()
      if (++depth > MOST_DEPTH) throw invalid({ path: '', message: 'the body is nested too deeply' })
      lists[depth] = byte === LIST
      sizes[depth] = 1
    } else if (byte === LIST_END || byte === OBJECT_END) depth--
  }
}

function tooMany(): never {
  throw new TrackError('too_large', 'the body holds more values than one request may')
}

/** Where `__proto__` stands, however it was spelt: no door could hand it on as it is, since copying would drop it. */
function prototypeIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, '__proto__')) return '__proto__'
  for (const name in value) {
    const at = prototypeIn((value as Record<string, unknown>)[name])
    if (at !== undefined) return `${name}.${at}`
  }
  return undefined
}
