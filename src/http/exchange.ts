import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse, type ParsedUrlQuery } from 'node:querystring'
import type { Caller } from './backend.ts'
import { withoutBasePath } from './base-path.ts'
import { addressesOf, addressGroup, originOf, type TrustProxy } from './forwarded.ts'

const API_PATH = /^\/api(\/|$)/i

/** One request and the response to it, as handlers see them. Only respond.ts writes to `response`. */
export class Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Milliseconds, to be compared with performance.now(). */
  readonly startedAt = performance.now()
  /** As sent, not decoded, without the base path. Empty for the base path itself. */
  readonly path: string
  /** What stands behind the question mark, as sent. */
  readonly search: string
  /** Under /api a key is asked for, and responses are nobody else's. */
  readonly isApi: boolean
  /** The pattern of the route, for the log. */
  route = 'none'
  params: Readonly<Record<string, string>> = {}
  /** The connection ends with this response. */
  closesConnection = false
  readonly #trusts: TrustProxy
  #caller: Caller | undefined

  constructor(request: IncomingMessage, response: ServerResponse, trusts: TrustProxy, basePath: string) {
    this.request = request
    this.response = response
    this.#trusts = trusts
    const [path, search] = splitTarget(request.url!)
    this.path = withoutBasePath(path, basePath)
    this.search = search
    this.isApi = this.path.startsWith('/api/') || API_PATH.test(this.decodedPath ?? this.path)
  }

  /** Undefined where it cannot be decoded. Slashes in a row count as one, so nothing hides behind another spelling. */
  get decodedPath(): string | undefined {
    try {
      return decodeURIComponent(this.path).replace(/\/{2,}/g, '/')
    } catch {
      return undefined
    }
  }

  get method(): string {
    return this.request.method!
  }

  /** Reads of what exists: HEAD is GET without the body (RFC 9110, section 9.3.2). */
  get isRead(): boolean {
    return this.method === 'GET' || this.method === 'HEAD'
  }

  /** What it names in place of a space: all of its user's, or that which their defaults name for what it is about. */
  get spaceWord(): '*' | 'default' | undefined {
    const named = this.header('x-track-space')
    return named === '*' || named === 'default' ? named : undefined
  }

  /** Whether it names all spaces of its user. */
  get isForAllSpaces(): boolean {
    return this.spaceWord === '*'
  }

  /** Path and query, as sent. */
  get url(): string {
    return this.request.url!
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }

  /** A parameter that is given several times is a list. */
  get query(): ParsedUrlQuery {
    return this.search === '' ? {} : parse(this.search, '&', '=', { maxKeys: 0 })
  }

  /** Who asks; set before any handler under /api runs. */
  get caller(): Caller {
    if (!this.#caller) throw new Error('nobody asked for the key')
    return this.#caller
  }

  set caller(caller: Caller) {
    this.#caller = caller
  }

  /** To whom the response counts: the user, or the address where none is known. */
  get owner(): string {
    return this.#caller?.user.id ?? `address ${addressGroup(this.ip)}`
  }

  /** The client's address; undefined when the connection has ended. */
  get ip(): string | undefined {
    return addressesOf(this.request, this.#trusts).at(-1)
  }

  /** How the x-forwarded headers were taken: `track doctor` tells who set up the proxy. */
  get proxy(): 'none' | 'believed' | 'ignored' {
    if (!this.header('x-forwarded-for')) return 'none'
    return addressesOf(this.request, this.#trusts).length > 1 ? 'believed' : 'ignored'
  }

  /** Scheme, host and port under which the client sees the server. */
  get origin(): string {
    return originOf(this.request, this.#trusts)
  }
}

/** Scheme and host of a target in absolute form, which a proxy may send (RFC 9112, section 3.2.2). */
const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i

function splitTarget(target: string): [path: string, search: string] {
  let rest = target.startsWith('/') ? target : target.replace(ABSOLUTE_FORM, '')
  const fragment = rest.indexOf('#')
  if (fragment >= 0) rest = rest.slice(0, fragment)
  const query = rest.indexOf('?')
  return query < 0 ? [rest || '/', ''] : [rest.slice(0, query) || '/', rest.slice(query + 1)]
}
