import { BODIES, HEADERS, METHODS, PIECES, VERSIONS } from './http-payloads.ts'
import { NAMES, TEXTS, VALUES } from './payloads.ts'
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
interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: { 'application/json': { schema: Schema } } }
}
export interface ApiDescription {
  paths: Record<string, Record<string, Operation>>
}

interface Route {
  method: string
  path: string
  operation: Operation
}

/** Existing values, so that requests get past the first checks. */
export interface Known {
  keys: { admin: string; member: string; feed: string; none: string }
  /** Valid values by the name of the field or parameter. */
  fields: Record<string, readonly unknown[]>
  operations: readonly string[]
}

export interface HostileRequest {
  bytes: Buffer
  /** Whether the server may wait for more bytes, so that the client must half-close the connection. */
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

/** Fields that are always sent, since most inputs are invalid without them. */
const ALWAYS = ['kind', 'title', 'id', 'input']
const ENCODINGS = ['utf16le', 'latin1'] as const

/** Generates requests from the OpenAPI document, most of them with up to two random corruptions. */
export class HostileRequests {
  readonly #routes: Route[]
  /** Routes with a request body. */
  readonly #writes: Route[]
  readonly #random: Random

  constructor(description: ApiDescription, random: Random) {
    this.#random = random
    this.#routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    )
    this.#writes = this.#routes.filter(({ operation }) => operation.requestBody)
  }

  next(known: Known): HostileRequest {
    const random = this.#random
    const { method, path, operation } = random.oneIn(2) ? random.of(this.#routes) : random.of(this.#writes)
    const value = (name: string, schema: Schema) => this.#value(name, schema, known, 0)
    const asked = (operation.parameters ?? []).filter(({ in: where }) => where === 'query' && random.oneIn(2))
    const schema = operation.requestBody?.content['application/json'].schema
    let body = schema ? value('', schema) : undefined
    if (body !== undefined && random.oneIn(2))
      for (let n = random.below(3); n >= 0; n--) body = this.#corrupt(body, random.oneIn(20))
    const draft: Draft = {
      method,
      path: path.replace(/\{(\w+)\}/g, (_, name: string) =>
        random.oneIn(6) ? this.#randomText() : encode(String(value(name, { type: 'string' }))),
      ),
      query: asked.map(({ name, schema }) => [name, random.oneIn(2) ? random.of(TEXTS) : String(value(name, schema))]),
      headers: ['host: 127.0.0.1', 'content-type: application/json', 'connection: close'],
      body: body === undefined ? undefined : JSON.stringify(body),
      version: 'HTTP/1.1',
      key: path === '/calendar.ics' ? '' : this.#key(known),
    }
    for (let n = random.below(6) - 3; n > 0; n--) this.#corruptRequest(draft)
    return this.#toRequest(draft)
  }

  #key({ keys }: Known): string {
    const n = this.#random.below(20)
    return n < 14
      ? keys.member
      : n < 18
        ? keys.admin
        : this.#random.of([keys.feed, keys.none, '', 'é', `${keys.member} `, 'x'.repeat(5000)])
  }

  #randomText(): string {
    return Array.from({ length: 1 + this.#random.below(2) }, () => this.#random.of(PIECES)).join('')
  }

  #value(name: string, schema: Schema, known: Known, depth: number): unknown {
    const random = this.#random
    const existing = known.fields[name]
    if (existing && !random.oneIn(15)) return random.of(existing)
    if (schema.anyOf) return this.#value(name, random.of(schema.anyOf), known, depth)
    if (schema.enum) return random.of(schema.enum)
    const type = Array.isArray(schema.type) ? random.of(schema.type) : schema.type
    if (name === 'op') return random.of(known.operations)
    if (name === 'input' || type === 'object') {
      const properties = Object.entries(schema.properties ?? known.fields).filter(
        ([key]) => schema.required?.includes(key) || ALWAYS.includes(key) || random.oneIn(6),
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
    if (type === 'boolean') return random.oneIn(2)
    return type === 'null' ? null : random.of(TEXTS)
  }

  /** Replaces, removes or adds one part of a value. */
  #corrupt(value: unknown, anywhere = true): unknown {
    const random = this.#random
    const hostile = () => (random.oneIn(2) ? random.of(TEXTS) : random.of(VALUES))
    if (Array.isArray(value) && value.length && !random.oneIn(4))
      return value.with(random.below(value.length), this.#corrupt(value[0]))
    if (typeof value !== 'object' || value === null || Array.isArray(value) || (anywhere && random.oneIn(12)))
      return hostile()
    const keys = Object.keys(value)
    const what = random.below(6)
    if (what === 0 || !keys.length) return Object.fromEntries([...Object.entries(value), [random.of(NAMES), hostile()]])
    const key = random.of(keys)
    if (what === 1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
    return { ...value, [key]: this.#corrupt((value as Record<string, unknown>)[key]) }
  }

  #corruptRequest(draft: Draft): void {
    const random = this.#random
    const changes: (() => void)[] = [
      () => (draft.method = random.of(METHODS)),
      () => (draft.path += random.of(['/', '?', '', '/x', '//']) + this.#randomText()),
      () => (draft.path = `/${this.#randomText()}${draft.path}`),
      () => draft.query.push([random.of(NAMES), random.of(TEXTS)]),
      () => draft.query.push(...draft.query),
      () => draft.query.push([`raw${this.#randomText()}`, '']),
      () => (draft.body = random.of(BODIES)),
      () => (draft.body = draft.body?.slice(0, random.below(draft.body.length))),
      () => (draft.body = draft.body?.replace('}', `,"${random.of(NAMES.slice(0, 8))}":1}`)),
      ...Array<() => void>(6).fill(() => draft.headers.push(random.of(HEADERS))),
      () => draft.headers.splice(random.below(draft.headers.length), 1),
      () => (draft.version = random.of(VERSIONS)),
    ]
    random.of(changes)()
  }

  #toRequest({ method, path, query, headers, body, version, key }: Draft): HostileRequest {
    const search = query
      .map(([name, text]) => (name.startsWith('raw') ? name.slice(3) : `${encode(name)}=${encode(text)}`))
      .join('&')
    const sent =
      body === undefined ? undefined : Buffer.from(body, this.#random.oneIn(20) ? this.#random.of(ENCODINGS) : 'utf8')
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

/** Percent-encodes; lone surrogates, which encodeURIComponent rejects, are replaced. */
function encode(text: string): string {
  return encodeURIComponent(text.slice(0, 6000).toWellFormed())
}
