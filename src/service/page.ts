/** Characters. */
const MOST_AT_ONCE = 8 * 1024 * 1024

/** As many of these, from the first, as one answer may hold: `limit`, or fewer where they are long. */
export function pageOf<T>(found: readonly T[], limit: number, length: (one: T) => number): T[] {
  let size = 0
  const end = found.findIndex((one, i) => (size += length(one)) > MOST_AT_ONCE && i > 0)
  return found.slice(0, end < 0 ? limit : Math.min(end, limit))
}
