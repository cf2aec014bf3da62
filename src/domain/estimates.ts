import { type ParseResult, excerptOf, normalizeWords } from './typed-text.ts'

const MAX_MINUTES = 100_000
const ACCEPTED = 'accepted: 15m, 90, 2h, 1.5h, 1h30m, none'

const MINUTES = /^(\d{1,6}) ?(?:m|mins?|minutes?)?$/
const HOURS = /^(\d{1,4}(?:[.,]\d{1,2})?) ?(?:h|hrs?|hours?)$/
const HOURS_AND_MINUTES = /^(\d{1,4}) ?(?:h|hrs?|hours?) ?(\d{1,2}) ?(?:m|mins?|minutes?)?$/

/**
 * Reads an estimate into whole minutes, 1 to 100,000; hours are rounded to the minute. A bare number is minutes, `none`
 * is null.
 */
export function readEstimate(input: string | number): ParseResult<number | null> {
  const words = typeof input === 'number' ? String(input) : normalizeWords(input)
  if (words === 'none') return { value: null }
  const minutes = typeof input === 'number' ? input : minutesOf(words ?? '')
  if (minutes === undefined) {
    const named = words === '' ? 'an estimate is missing' : `not an estimate: ${excerptOf(String(input))}`
    return { problem: `${named} (${ACCEPTED})` }
  }
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES) return { value: minutes }
  return { problem: `an estimate is 1 to ${MAX_MINUTES} whole minutes, not ${excerptOf(String(input))} (${ACCEPTED})` }
}

function minutesOf(words: string): number | undefined {
  const [, plain] = MINUTES.exec(words) ?? []
  if (plain !== undefined) return Number(plain)
  const [, long] = HOURS.exec(words) ?? []
  if (long !== undefined) return Math.round(Number(long.replace(',', '.')) * 60)
  const [, whole, rest] = HOURS_AND_MINUTES.exec(words) ?? []
  return whole === undefined ? undefined : Number(whole) * 60 + Number(rest)
}

/** Minutes for people: `15m`, `2h`, `1h30m`. */
export function estimatePhrase(minutes: number): string {
  const [full, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (full === 0) return `${rest}m`
  return rest === 0 ? `${full}h` : `${full}h${rest}m`
}
