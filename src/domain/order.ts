import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** Positions are text that sorts by its bytes. Where one would be longer than this, its bucket is renumbered. */
export const MAX_POSITION_CHARACTERS = 100

/**
 * A position after `before` and before `after`; null is that end of the bucket. Returns null where there is no short
 * position, so the bucket must be renumbered.
 */
export function positionBetween(before: string | null, after: string | null): string | null {
  if (before !== null && after !== null && before >= after) return null
  const position = generateKeyBetween(before, after)
  return position.length > MAX_POSITION_CHARACTERS ? null : position
}

/** `count` ascending positions between two others; null as above. */
export function positionsBetween(before: string | null, after: string | null, count: number): string[] | null {
  if (before !== null && after !== null && before >= after) return null
  const positions = generateNKeysBetween(before, after, count)
  return positions.some((position) => position.length > MAX_POSITION_CHARACTERS) ? null : positions
}

/** The bucket with `named` first, and the rest in its former order. */
export function putFirst<T>(bucket: readonly T[], named: readonly T[]): T[] {
  const first = new Set(named)
  return [...named, ...bucket.filter((one) => !first.has(one))]
}

/** Positions for the wanted order of a bucket that change as few as possible; null where it must be renumbered. */
export function rearrangedPositions(wanted: readonly { position: string }[]): string[] | null {
  const positions = wanted.map(({ position }) => position)
  const kept = longestAscending(positions)
  for (let from = 0; from < positions.length; from++) {
    if (kept.has(from)) continue
    let end = from + 1
    while (end < positions.length && !kept.has(end)) end++
    const made = positionsBetween(positions[from - 1] ?? null, positions[end] ?? null, end - from)
    if (!made) return null
    for (const [i, position] of made.entries()) positions[from + i] = position
    from = end
  }
  return positions
}

/** The indices of a longest ascending part of a list (patience sorting). */
function longestAscending(texts: readonly string[]): Set<number> {
  const ends: number[] = [] // of ascending parts by length, each the index of the smallest last text
  const before: number[] = []
  for (const [i, text] of texts.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (texts[ends[middle]!]! < text) low = middle + 1
      else high = middle
    }
    before[i] = ends[low - 1] ?? -1
    ends[low] = i
  }
  const longest = new Set<number>()
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i]!) longest.add(i)
  return longest
}
