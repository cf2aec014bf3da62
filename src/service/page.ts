const MAX_PAGE_CHARACTERS = 8 * 1024 * 1024

/** The first of `found` that fit into one answer: `limit`, or fewer where they are long, but at least one. */
export function pageOf<T>(found: readonly T[], limit: number, length: (one: T) => number): T[] {
  let size = 0
  const end = found.findIndex((one, i) => (size += length(one)) > MAX_PAGE_CHARACTERS && i > 0)
  return found.slice(0, end < 0 ? limit : Math.min(end, limit))
}
