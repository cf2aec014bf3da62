import type { Page } from '#contract/types.ts'
import { invalid } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import type { ItemInSpace } from '#domain/spaces.ts'

/** The page of one space. */
export interface PageOfSpace {
  space: string
  output: Page
}

/** Where a page of a space begins: its own cursor, null for the first page, and how many of its items are past. */
type Start = [cursor: string | null, past: number]
type Starts = Record<string, Start>

export interface PagedInput {
  limit?: number
  cursor?: string
}

const MAX_LIMIT = 1000

/** What each space is asked for, in the order of their names; undefined for those whose items are all past. */
export function pageInputs<Input extends PagedInput>(
  spaces: readonly string[],
  input: Input,
  limit: number,
): (Input | undefined)[] {
  const starts = startsOf(input.cursor)
  return spaces.map((space) => {
    const [cursor, past] = starts ? (starts[space] ?? []) : [null, 0]
    if (past === undefined) return undefined
    return { ...input, limit: Math.min(limit + past, MAX_LIMIT), cursor: cursor ?? undefined }
  })
}

/** Throws `invalid` for a cursor that no page of several spaces returned. */
function startsOf(cursor: string | undefined): Starts | undefined {
  if (cursor === undefined) return undefined
  try {
    const starts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown
    if (typeof starts === 'object' && starts !== null && Object.values(starts).every(isStart)) return starts as Starts
  } catch {
    // refused below
  }
  throw invalid({ path: 'cursor', message: 'is not a cursor that a list of all spaces returned' })
}

function isStart(value: unknown): value is Start {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [cursor, past] = value as unknown[]
  return (cursor === null || typeof cursor === 'string') && Number.isSafeInteger(past) && Number(past) >= 0
}

/**
 * The first items of the pages of several spaces, each page in its own order and the one whose item is next decided by
 * `compare`. Ends before an item could be missed that a space has not yet given.
 */
export function mergePages(
  pages: readonly PageOfSpace[],
  input: PagedInput,
  limit: number,
  compare: (a: Ranked, b: Ranked) => number,
): { items: ItemInSpace[]; next_cursor: string | null } {
  const starts = startsOf(input.cursor)
  const sources = pages.map(({ space, output }) => {
    const [cursor, past] = starts?.[space] ?? [null, 0]
    return { space, cursor, next: past, past, output }
  })
  const items: ItemInSpace[] = []
  while (items.length < limit) {
    if (sources.some(({ next, output }) => next >= output.items.length && output.next_cursor !== null)) break
    const heads = sources.filter(({ next, output }) => next < output.items.length)
    const [first] = heads.toSorted((a, b) => compare(rankedOf(a), rankedOf(b)))
    if (!first) break
    items.push({ ...first.output.items[first.next++]!, space: first.space })
  }
  const left = sources.flatMap(({ space, cursor, next, output }): [string, Start][] => {
    if (next < output.items.length) return [[space, [cursor, next]]]
    return output.next_cursor === null ? [] : [[space, [output.next_cursor, 0]]]
  })
  const next = left.length ? Buffer.from(JSON.stringify(Object.fromEntries(left))).toString('base64url') : null
  return { items, next_cursor: next }
}

/** An item, and its rank in the list of its space. */
export interface Ranked {
  item: Item
  rank: number
}

const rankedOf = ({ next, output }: { next: number; output: Page }): Ranked => ({
  item: output.items[next]!,
  rank: next,
})
