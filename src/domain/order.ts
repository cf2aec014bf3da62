import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** A place between two others, as text that sorts by its bytes. Past this length a bucket is renumbered. */
export const LONGEST_POSITION = 100

/** A position after `before` and before `after` (null: the end), or null when there is no short one and the bucket must be renumbered. */
export function positionBetween(before: string | null, after: string | null): string | null {
  if (before !== null && after !== null && before >= after) return null
  const position = generateKeyBetween(before, after)
  return position.length > LONGEST_POSITION ? null : position
}

/** `count` ascending positions between two others. */
export function positionsBetween(before: string | null, after: string | null, count: number): string[] | null {
  if (before !== null && after !== null && before >= after) return null
  const positions = generateNKeysBetween(before, after, count)
  return positions.some((position) => position.length > LONGEST_POSITION) ? null : positions
}

/** The order of a bucket when `named` comes first and the rest keeps its order. */
export function reordered<T>(bucket: readonly T[], named: readonly T[]): T[] {
  const first = new Set(named)
  return [...named, ...bucket.filter((one) => !first.has(one))]
}
