import type { Sort } from '#domain/views.ts'

export type SortColumn = 'priority' | 'position' | 'id' | 'due' | 'created_at' | 'done_at' | 'seq'
export type SortValue = string | number

/** A list is one part, or two: the items that have what it is sorted by, and those that lack it. */
export interface ListPart {
  name: string
  columns: readonly SortColumn[]
  isDescending: boolean
  /** No index has this order as a whole: the rows of one day, or all, are sorted. */
  isSorted?: true
  /** The column that is null in none of its items. */
  has?: 'due' | 'done_at'
  /** The column that is null in all of them. */
  lacks?: 'due' | 'done_at'
}

const BY_PLACE = ['priority', 'position', 'id'] as const

const PARTS: Record<Sort, ListPart[]> = {
  place: [{ name: 'place', columns: BY_PLACE, isDescending: false }],
  priority: [{ name: 'place', columns: BY_PLACE, isDescending: false }],
  due: [
    { name: 'due', columns: ['due', ...BY_PLACE], isDescending: false, isSorted: true, has: 'due' },
    { name: 'not due', columns: BY_PLACE, isDescending: false, lacks: 'due' },
  ],
  created: [{ name: 'created', columns: ['created_at', 'seq'], isDescending: true, isSorted: true }],
  done: [
    { name: 'done', columns: ['done_at', 'seq'], isDescending: true, has: 'done_at' },
    { name: 'not done', columns: BY_PLACE, isDescending: false, lacks: 'done_at' },
  ],
}

const REVERSED = Object.fromEntries(
  Object.entries(PARTS).map(([sort, parts]) => [
    sort,
    parts.map((part) => ({ ...part, name: `${part.name}, reversed`, isDescending: !part.isDescending })).toReversed(),
  ]),
) as typeof PARTS

/** The parts of a list, in order. */
export const partsOf = (sort: Sort, isReversed: boolean): readonly ListPart[] => (isReversed ? REVERSED : PARTS)[sort]

/** The first of its columns: where items of several spaces are the same in these, one space comes after another. */
export const headOf = ({ columns }: ListPart): readonly SortColumn[] =>
  columns.slice(0, columns.includes('position') ? -2 : -1)

type Sorted = Partial<Record<SortColumn, SortValue | null>> & { space?: number }

/** How the items of a part are ordered. */
export function comparePart(part: ListPart) {
  const sign = part.isDescending ? -1 : 1
  const head = headOf(part)
  const compareBy = (columns: readonly SortColumn[], a: Sorted, b: Sorted): number => {
    for (const column of columns) {
      const [one, other] = [a[column]!, b[column]!]
      if (one !== other) return one < other ? -sign : sign
    }
    return 0
  }
  return (a: Sorted, b: Sorted): number =>
    compareBy(head, a, b) || (a.space ?? 0) - (b.space ?? 0) || compareBy(part.columns.slice(head.length), a, b)
}
