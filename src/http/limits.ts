import { isIP } from 'node:net'

const WINDOW_MS = 60_000
const MOST_ENTRIES = 100_000

/** Counts by key in fixed windows of a minute. */
export class Limiter {
  readonly #limit: number
  readonly #now: () => Date
  #window = 0
  readonly #counts = new Map<string, number>()

  /** `limit` a minute; 0 turns it off. */
  constructor(limit: number, now: () => Date) {
    this.#limit = limit
    this.#now = now
  }

  /** Counts one; gives the seconds to wait when it is one too many, else 0. */
  hit(key: string): number {
    if (this.#limit === 0) return 0
    const now = this.#now().getTime()
    const window = Math.floor(now / WINDOW_MS)
    if (window !== this.#window || this.#counts.size > MOST_ENTRIES) this.#counts.clear()
    this.#window = window
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return count > this.#limit ? Math.ceil(((window + 1) * WINDOW_MS - now) / 1000) : 0
  }
}

/** What counts as one address: all of IPv4, the /64 of IPv6, since a household has a whole one. A connection that has ended has none any more. */
export function addressGroup(ip: string | undefined): string {
  if (!ip || !isIP(ip)) return 'no address' // whatever a believed proxy may forward
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1]!
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.split('%')[0]!.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
