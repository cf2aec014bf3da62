import { mayAnswerLong, type Usage } from '#domain/usage.ts'

const MAX_PAGE_CHARACTERS = 4 * 1024 * 1024

/** The first of `found` that fit into one answer: `limit`, or fewer where they are long, but at least one. */
export function pageOf<T>(found: readonly T[], limit: number, length: (one: T) => number): T[] {
  let size = 0
  const end = found.findIndex((one, i) => (size += length(one)) > MAX_PAGE_CHARACTERS && i > 0)
  return found.slice(0, end < 0 ? limit : Math.min(end, limit))
}

/** Rows that are read before it is known how long they are, where they may be long: about a page of the longest. */
const FIRST_READ_OF_LONG = 66

/**
 * Reads one page in list order by `read`, which returns up to so many rows after a given one: no more of long rows than
 * the page holds, and the others at once. `usages`: of the spaces that have the rows. `isLast`: no row follows it.
 */
export async function readPage<T>(
  usages: readonly Pick<Usage, 'text_bytes'>[],
  limit: number,
  lengthOf: (row: T) => number,
  read: (after: T | undefined, limit: number) => Promise<readonly T[]>,
): Promise<{ page: T[]; isLast: boolean }> {
  const found: T[] = []
  let size = 0
  const text_bytes = usages.reduce((sum, usage) => sum + usage.text_bytes, 0)
  const firstRead = mayAnswerLong({ text_bytes }) ? FIRST_READ_OF_LONG : limit + 1
  for (let wanted = Math.min(limit + 1, firstRead); wanted > 0;) {
    const rows = await read(found.at(-1), wanted)
    for (const row of rows) size += lengthOf(row)
    found.push(...rows)
    if (rows.length < wanted || size > MAX_PAGE_CHARACTERS) break
    const fitting = Math.ceil((MAX_PAGE_CHARACTERS - size) / (size / found.length)) + 1
    wanted = Math.min(limit + 1 - found.length, fitting)
  }
  const page = pageOf(found, limit, lengthOf)
  return { page, isLast: page.length === found.length }
}
