import { type Perform, trackFrom, type Track } from '#contract/track.ts'

/** An id of an item or a feature, as the server and this page make them. */
const ID = /^[a-z]-[\da-z-]+$/
/** Members of inputs and answers that hold ids, if they hold texts. */
const ID_MEMBERS = new Set(['id', 'ids', 'item', 'before', 'after', 'feature', 'next', 'became'])

/**
 * The space of an id. In this page ids of items and features in the shared space `home` are written `home/t-1f3a`, as
 * the command line does it, since two spaces may issue the same; null for one's own, whose ids stand alone.
 */
export function spaceOf(id: string): string | null {
  const at = id.indexOf('/')
  return at < 0 ? null : id.slice(0, at)
}

export const idIn = (space: string | null, id: string): string => (space === null ? id : `${space}/${id}`)

/** The same input or answer with `change` applied to each id in it. Differences of projects are named by slugs. */
function mapIds(value: unknown, change: (id: string) => string, name = ''): unknown {
  if (typeof value === 'string') return ID_MEMBERS.has(name) ? change(value) : value
  if (Array.isArray(value)) return name === 'projects' ? value : value.map((one) => mapIds(one, change, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapIds(one, change, key)]))
}

/** What the server says of a space, as the page writes it. */
export function withSpace<T>(answer: T, space: string): T {
  return mapIds(answer, (id) => (ID.test(id) ? idIn(space, id) : id)) as T
}

/** What the page says, as the server of its space writes it. */
export function withoutSpace<T>(input: T, space: string): T {
  return mapIds(input, (id) => (id.startsWith(`${space}/`) ? id.slice(space.length + 1) : id)) as T
}

/** A Track of one shared space that takes and gives ids as the page writes them. */
export function trackInSpace(track: Track, space: string): Track {
  const perform: Perform = async ({ name }, input, options) => {
    const result = await track.call(name, withoutSpace(input, space), { ...options, space })
    return { ...result, output: withSpace(result.output, space) }
  }
  return trackFrom(perform)
}
