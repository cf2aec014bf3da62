import { type Reading, shown, tidy } from './words.ts'

const mostMinutes = 100_000
const accepted = 'accepted: 15m, 90, 2h, 1.5h, 1h30m, none'

const minutesOnly = /^(\d{1,6}) ?(?:m|mins?|minutes?)?$/
const hours = /^(\d{1,4}(?:\.\d{1,2})?) ?(?:h|hrs?|hours?)$/
const hoursAndMinutes = /^(\d{1,4}) ?(?:h|hrs?|hours?) ?(\d{1,2}) ?(?:m|mins?|minutes?)?$/

/** Reads an estimate into whole minutes, 1 to 100,000 (hours are rounded to the minute); a bare number is minutes, `none` is null. */
export function readEstimate(input: string | number): Reading<number | null> {
  const words = typeof input === 'number' ? String(input) : tidy(input)
  if (words === 'none') return { value: null }
  const minutes = typeof input === 'number' ? input : minutesOf(words ?? '')
  if (minutes === undefined) {
    const named = words === '' ? 'an estimate is missing' : `not an estimate: ${shown(String(input))}`
    return { problem: `${named} (${accepted})` }
  }
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= mostMinutes) return { value: minutes }
  return { problem: `an estimate is 1 to ${mostMinutes} whole minutes, not ${shown(String(input))} (${accepted})` }
}

function minutesOf(words: string): number | undefined {
  const [, plain] = minutesOnly.exec(words) ?? []
  if (plain !== undefined) return Number(plain)
  const [, long] = hours.exec(words) ?? []
  if (long !== undefined) return Math.round(Number(long) * 60)
  const [, whole, rest] = hoursAndMinutes.exec(words) ?? []
  return whole === undefined ? undefined : Number(whole) * 60 + Number(rest)
}

/** Minutes for people: `15m`, `2h`, `1h30m`. */
export function estimatePhrase(minutes: number): string {
  const [full, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (full === 0) return `${rest}m`
  return rest === 0 ? `${full}h` : `${full}h${rest}m`
}
