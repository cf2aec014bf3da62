import { invalid, TrackError } from '#domain/errors.ts'
import { type JsonList, PART_BYTES, scanJson } from './json-scan.ts'

type NextTurn = () => Promise<void>

const utf8 = new TextDecoder('utf-8', { fatal: true })
/** Of text that is parsed at once. Longer are only the lists of an import, which are parsed part by part. */
const MAX_PARSED_BYTES = 1024 * 1024

/**
 * The value of a JSON body in UTF-8; `{}` for an empty one. A long one is parsed in several turns of the event loop,
 * since parsing keeps all other requests waiting. Rejects with `invalid`, and with `too_large` for more values than
 * anyone sends: those are counted before parsing.
 */
export async function parseJson(body: Buffer, nextTurn: NextTurn): Promise<unknown> {
  const lists = await inTurns(scanJson(body), nextTurn)
  if (body.length > PART_BYTES && lists.length) return parseLists(body, lists, nextTurn)
  const value = parsed([body])
  refusePrototype(value)
  return value
}

async function inTurns<T>(steps: Generator<undefined, T>, nextTurn: NextTurn): Promise<T> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await nextTurn()
  }
}

/** Parses the outermost object with numbers in place of its lists, then these part by part. */
async function parseLists(body: Buffer, lists: readonly JsonList[], nextTurn: NextTurn): Promise<unknown> {
  const frame: Buffer[] = []
  let at = 0
  for (const [i, { start, end }] of lists.entries()) {
    frame.push(body.subarray(at, start), Buffer.from(String(i)))
    at = end
  }
  const value = parsed([...frame, body.subarray(at)]) as Record<string, unknown>
  refusePrototype(value)
  for (const [name, field] of Object.entries(value))
    if (Array.isArray(field)) value[name] = await parseList(body, lists[field[0] as number]!, name, nextTurn)
  return value
}

async function parseList(
  body: Buffer,
  { start, end, commas }: JsonList,
  name: string,
  nextTurn: NextTurn,
): Promise<unknown[]> {
  const list: unknown[] = []
  const ends = [...commas, end]
  for (const [i, to] of ends.entries()) {
    const text = body.subarray(i === 0 ? start : ends[i - 1]! + 1, to)
    // a zero before all parts but the first, so that a comma with nothing behind it is an error
    const part = parsed([i === 0 ? OPENING : CONTINUING, text, CLOSING]) as unknown[]
    if (i > 0) part.shift()
    for (const [row, element] of part.entries()) refusePrototype(element, `${name}.${list.length + row}`)
    list.push(...part)
    await nextTurn()
  }
  return list
}

const [OPENING, CONTINUING, CLOSING] = [Buffer.from('['), Buffer.from('[0,'), Buffer.from(']')]

function parsed(pieces: readonly Buffer[]): unknown {
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  if (bytes.length > MAX_PARSED_BYTES)
    throw new TrackError('too_large', 'the body holds a value of more than 1 MiB', { hint: 'Split it.' })
  try {
    const text = utf8.decode(bytes)
    return text.trim() === '' ? {} : (JSON.parse(text) as unknown)
  } catch (error) {
    throw invalid({ path: '', message: `the body is not valid JSON: ${(error as Error).message.slice(0, 200)}` })
  }
}

/** Copying an object would drop a field `__proto__`, so it is refused. */
function refusePrototype(value: unknown, at = ''): void {
  const path = prototypePath(value)
  if (path !== undefined) throw invalid({ path: at ? `${at}.${path}` : path, message: 'is not a known field' })
}

/** Where `__proto__` stands as a name, in whatever spelling. */
function prototypePath(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, '__proto__')) return '__proto__'
  for (const name in value) {
    const path = prototypePath((value as Record<string, unknown>)[name])
    if (path !== undefined) return `${name}.${path}`
  }
  return undefined
}
