import type { Item } from '#domain/fields.ts'
import { TrackError } from '#domain/errors.ts'

/** The places (from 0) that a line of numbers names, in its order; `count` items stand in the list. An empty line names none. */
export function readRanks(line: string, count: number): number[] {
  const words = line.split(/[\s,]+/).filter(Boolean)
  const seen = new Set<number>()
  return words.map((word) => {
    const number = /^\d{1,9}$/.test(word) ? Number(word) : NaN
    if (!(number >= 1 && number <= count))
      throw wrong(
        Number.isNaN(number) ? `"${word}" is no number` : `${word} is not in the list, which goes from 1 to ${count}`,
      )
    if (seen.has(number)) throw wrong(`${number} is named twice`)
    seen.add(number)
    return number - 1
  })
}

/** Whether an order asks for an item before one of higher priority, which stays the first key. */
export function crossesPriority(order: readonly Pick<Item, 'priority'>[]): boolean {
  return order.some((item, i) => i > 0 && item.priority < order[i - 1]!.priority)
}

/** The named places first, then the rest as it stood. */
export function rankedFirst<T>(items: readonly T[], places: readonly number[]): T[] {
  const named = new Set(places)
  return [...places.map((place) => items[place]!), ...items.filter((_, i) => !named.has(i))]
}

function wrong(why: string): TrackError {
  return new TrackError('conflict', `${why}; the order is as before`, {
    hint: 'Type the numbers in the new order, separated by spaces or commas.',
  })
}
