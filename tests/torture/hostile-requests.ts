import { BODIES, HEADERS, METHODS, NAMES, PIECES, TEXTS, VALUES, VERSIONS } from './payloads.ts'
import type { Random } from './random.ts'

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minimum?: number
}
interface Described {
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: { 'application/json': { schema: Schema } } }
}
export interface Description {
  paths: Record<string, Record<string, Described>>
}

interface Route {
  method: string
  path: string
  described: Described
}

/** Things that exist, so that what is sent gets past the first check. */
export interface Known {
  keys: { admin: string; member: string; feed: string; none: string }
  /** Fields and parameters by name, and what may stand there. */
  fields: Record<string, readonly unknown[]>
  operations: readonly string[]
}

export interface HostileRequest {
  bytes: Buffer
  /** Whether its own length may make the server wait for more: then this side ends. */
  unfinished: boolean
  head: boolean
}

interface Draft {
  method: string
  path: string
  query: [string, string][]
  headers: string[]
  body: string | undefined
  version: string
  key: string
}

/** Without these little is understood. */
const ALWAYS = ['kind', 'title', 'id', 'input']
const ENCODINGS = ['utf16le', 'latin1'] as const

/** One request after another, each from the description of the API and then made worse in one to four ways. */
export class HostileRequests {
  readonly #routes: Route[]
  /** Those that take a body. */
  readonly #writes: Route[]
  readonly #random: Random

  constructor(description: Description, random: Random) {
    this.#random = random
    this.#routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
    )
    this.#writes = this.#routes.filter(({ described }) => described.requestBody)
  }

  next(known: Known): HostileRequest {
    const random = this.#random
    const { method, path, described } = random.once(2) ? random.of(this.#routes) : random.of(this.#writes)
    const value = (name: string, schema: Schema) => this.#value(name, schema, known, 0)
    const asked = (described.parameters ?? []).filter(({ in: where }) => where === 'query' && random.once(2))
    const schema = described.requestBody?.content['application/json'].schema
    let body = schema ? value('', schema) : undefined
    if (body !== undefined && random.once(2))
      for (let n = random.below(3); n >= 0; n--) body = this.#worse(body, random.once(20))
    const draft: Draft = {
      method,
      path: path.replace(/\{(\w+)\}/g, (_, name: string) =>
        random.once(6) ? this.#piece() : encode(String(value(name, { type: 'string' }))),
      ),
      query: asked.map(({ name, schema }) => [name, random.once(2) ? random.of(TEXTS) : String(value(name, schema))]),
      headers: ['host: 127.0.0.1', 'content-type: application/json', 'connection: close'],
      body: body === undefined ? undefined : JSON.stringify(body),
      version: 'HTTP/1.1',
      key: path === '/calendar.ics' ? '' : this.#key(known),
    }
    for (let n = random.below(6) - 3; n > 0; n--) this.#spoil(draft)
    return this.#written(draft)
  }

  #key({ keys }: Known): string {
    const n = this.#random.below(20)
    return n < 14
      ? keys.member
      : n < 18
        ? keys.admin
        : this.#random.of([keys.feed, keys.none, '', 'é', `${keys.member} `, 'x'.repeat(5000)])
  }

  #piece(): string {
    return Array.from({ length: 1 + this.#random.below(2) }, () => this.#random.of(PIECES)).join('')
  }

  #value(name: string, schema: Schema, known: Known, depth: number): unknown {
    const random = this.#random
    const existing = known.fields[name]
    if (existing && !random.once(15)) return random.of(existing)
    if (schema.anyOf) return this.#value(name, random.of(schema.anyOf), known, depth)
    if (schema.enum) return random.of(schema.enum)
    const type = Array.isArray(schema.type) ? random.of(schema.type) : schema.type
    if (name === 'op') return random.of(known.operations)
    if (name === 'input' || type === 'object') {
      const properties = Object.entries(schema.properties ?? known.fields).filter(
        ([key]) => schema.required?.includes(key) || ALWAYS.includes(key) || random.once(6),
      )
      return Object.fromEntries(
        properties.map(([key, inner]) => [
          key,
          this.#value(key, Array.isArray(inner) ? {} : (inner as Schema), known, depth + 1),
        ]),
      )
    }
    if (type === 'array')
      return Array.from({ length: random.below(4) + (name === 'operations' ? 1 : 0) }, () =>
        this.#value(name === 'ids' ? 'id' : '', schema.items ?? {}, known, depth + 1),
      )
    if (type === 'integer' || type === 'number') return (schema.minimum ?? 0) + random.below(5)
    if (type === 'boolean') return random.once(2)
    return type === 'null' ? null : random.of(TEXTS)
  }

  /** One place of a value replaced, taken away, or joined by one that does not belong. */
  #worse(value: unknown, anywhere = true): unknown {
    const random = this.#random
    const hostile = () => (random.once(2) ? random.of(TEXTS) : random.of(VALUES))
    if (Array.isArray(value) && value.length && !random.once(4))
      return value.with(random.below(value.length), this.#worse(value[0]))
    if (typeof value !== 'object' || value === null || Array.isArray(value) || (anywhere && random.once(12)))
      return hostile()
    const keys = Object.keys(value)
    const what = random.below(6)
    if (what === 0 || !keys.length) return Object.fromEntries([...Object.entries(value), [random.of(NAMES), hostile()]])
    const key = random.of(keys)
    if (what === 1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
    return { ...value, [key]: this.#worse((value as Record<string, unknown>)[key]) }
  }

  #spoil(draft: Draft): void {
    const random = this.#random
    const ways: (() => void)[] = [
      () => (draft.method = random.of(METHODS)),
      () => (draft.path += random.of(['/', '?', '', '/x', '//']) + this.#piece()),
      () => (draft.path = `/${this.#piece()}${draft.path}`),
      () => draft.query.push([random.of(NAMES), random.of(TEXTS)]),
      () => draft.query.push(...draft.query),
      () => draft.query.push([`raw${this.#piece()}`, '']),
      () => (draft.body = random.of(BODIES)),
      () => (draft.body = draft.body?.slice(0, random.below(draft.body.length))),
      () => (draft.body = draft.body?.replace('}', `,"${random.of(NAMES.slice(0, 8))}":1}`)),
      ...Array<() => void>(6).fill(() => draft.headers.push(random.of(HEADERS))),
      () => draft.headers.splice(random.below(draft.headers.length), 1),
      () => (draft.version = random.of(VERSIONS)),
    ]
    random.of(ways)()
  }

  #written({ method, path, query, headers, body, version, key }: Draft): HostileRequest {
    const search = query
      .map(([name, text]) => (name.startsWith('raw') ? name.slice(3) : `${encode(name)}=${encode(text)}`))
      .join('&')
    const sent =
      body === undefined ? undefined : Buffer.from(body, this.#random.once(20) ? this.#random.of(ENCODINGS) : 'utf8')
    const lengths =
      sent && !headers.some((line) => /^transfer-encoding/i.test(line)) ? [`content-length: ${sent.length}`] : []
    const lines = [
      `${method} ${path}${search && `?${search}`} ${version}`,
      ...(key ? [`x-track-key: ${key}`] : []),
      ...headers,
      ...lengths,
    ]
    const unfinished =
      headers.some((line) => /^(content-length|transfer-encoding|expect|upgrade|connection: upgrade)/i.test(line)) ||
      method === 'CONNECT'
    return {
      bytes: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), sent ?? Buffer.alloc(0)]),
      unfinished,
      head: method === 'HEAD',
    }
  }
}

/** As a client writes it in an address; what is no Unicode goes as it is. */
function encode(text: string): string {
  return encodeURIComponent(text.slice(0, 6000).toWellFormed())
}
