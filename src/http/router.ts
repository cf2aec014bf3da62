import type { Exchange } from './exchange.ts'

export type Handler = (exchange: Exchange) => void | Promise<void>

/** A path that exists, and what it does for each method. */
export interface Route {
  /** With `:name` for each parameter. */
  readonly pattern: string
  readonly handlers: Map<string, Handler>
  readonly names: readonly string[]
}

/** The route of a path, and the values of its parameters. */
export interface Found {
  route: Route
  params: Record<string, string>
}

interface Node {
  readonly fixed: Map<string, Node>
  parameter?: Node
  route?: Route
}

/** Finds routes segment by segment: a fixed segment goes before a parameter. Case and a trailing slash matter. */
export class Router {
  readonly #root: Node = { fixed: new Map() }

  /** `pattern` is a path in which `{name}` takes any one segment. */
  add(method: string, pattern: string, handler: Handler): void {
    const names: string[] = []
    let node = this.#root
    for (const segment of segmentsOf(pattern)) {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1]
      if (name !== undefined) {
        names.push(name)
        node = node.parameter ??= { fixed: new Map() }
        continue
      }
      let next = node.fixed.get(segment)
      if (!next) node.fixed.set(segment, (next = { fixed: new Map() }))
      node = next
    }
    node.route ??= { pattern: pattern.replace(/\{(\w+)\}/g, ':$1'), handlers: new Map(), names }
    node.route.handlers.set(method, handler)
  }

  /** A read answers HEAD as well. */
  get(pattern: string, handler: Handler): void {
    this.add('GET', pattern, handler)
    this.add('HEAD', pattern, handler)
  }

  /** The route of a path as sent, and its parameters decoded; undefined when there is none. */
  find(path: string): Found | undefined {
    if (!path.startsWith('/')) return undefined
    const values: string[] = []
    let node: Node | undefined = this.#root
    for (const sent of segmentsOf(path)) {
      const segment = sent.includes('%') ? decoded(sent) : sent
      if (segment === undefined) return undefined
      const next: Node | undefined = node.fixed.get(segment)
      if (!next && segment !== '') values.push(segment)
      node = next ?? (segment === '' ? undefined : node.parameter)
      if (!node) return undefined
    }
    const { route } = node
    if (!route) return undefined
    const params: Record<string, string> = {}
    for (let i = 0; i < values.length; i++) params[route.names[i]!] = values[i]!
    return { route, params }
  }
}

const segmentsOf = (path: string): string[] => path.slice(1).split('/')

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
