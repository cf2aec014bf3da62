import type { Item } from '#domain/fields.ts'
import { TrackError } from '#domain/errors.ts'

/** Parses a line of positions (from 1) in a list of `count` items; returns indexes. Throws `conflict`. */
export function readRanks(line: string, count: number): number[] {
  const words = line.split(/[\s,]+/).filter(Boolean)
  const seen = new Set<number>()
  return words.map((word) => {
    const number = /^\d{1,9}$/.test(word) ? Number(word) : NaN
    if (!(number >= 1 && number <= count))
      throw rankError(
        Number.isNaN(number) ? `"${word}" is no number` : `${word} is not in the list, which goes from 1 to ${count}`,
      )
    if (seen.has(number)) throw rankError(`${number} is named twice`)
    seen.add(number)
    return number - 1
  })
}

/** Whether an order puts an item before one of higher priority; lists are sorted by priority first. */
export function crossesPriority(order: readonly Pick<Item, 'priority'>[]): boolean {
  return order.some((item, i) => i > 0 && item.priority < order[i - 1]!.priority)
}

/** The items at `indexes` first, then the rest in its order. */
export function rankedFirst<T>(items: readonly T[], indexes: readonly number[]): T[] {
  const named = new Set(indexes)
  return [...indexes.map((index) => items[index]!), ...items.filter((_, i) => !named.has(i))]
}

function rankError(why: string): TrackError {
  return new TrackError('conflict', `${why}; the order is as before`, {
    hint: 'Type the numbers in the new order, separated by spaces or commas.',
  })
}
