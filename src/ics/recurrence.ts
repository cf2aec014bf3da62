import { weekdayNumber } from '#domain/calendar-names.ts'
import { type Day, daysBetween, monthsBetween, weekday } from '#domain/dates.ts'
import { isOpen, type Item } from '#domain/items.ts'

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const LAST = ['28,29', '28,29,30', '28,29,30,31'].map((days) => `BYMONTHDAY=${days};BYSETPOS=-1`)
const SINGLE: Record<string, Unit> = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' }

type Unit = 'day' | 'week' | 'month' | 'year'
type Recurring = Pick<Item, 'every' | 'due' | 'anchor' | 'status'>

/**
 * The RRULE (RFC 5545, 3.3.10) that yields an open item's due date and the days of its series after it; null when nothing recurs,
 * or when the due date stands where no rule that starts on it meets the series.
 */
export function rrule({ every, due, anchor, status }: Recurring): string | null {
  if (every === null || due === null || !isOpen({ status })) return null
  if (every === 'weekdays') return weekly(CODES.slice(0, 5))
  const span = /^(\d+) (day|week|month|year)s$/.exec(every)
  const unit = SINGLE[every] ?? (span?.[2] as Unit | undefined)
  return unit ? spanned(unit, span ? Number(span[1]) : 1, anchor ?? due, due) : weekly(every.split(',').map(codeOf))
}

function codeOf(name: string): string {
  const code = CODES[weekdayNumber(name) - 1]
  if (code === undefined) throw new RangeError(`not a canonical interval: ${name}`)
  return code
}

const weekly = (codes: string[], interval = '') => `FREQ=WEEKLY${interval};BYDAY=${codes.join()}`

function spanned(unit: Unit, n: number, anchor: Day, due: Day): string | null {
  const interval = n === 1 ? '' : `;INTERVAL=${n}`
  switch (unit) {
    case 'day':
      return n === 1 || daysBetween(anchor, due) % n === 0 ? `FREQ=DAILY${interval}` : null
    case 'week':
      return n === 1 || daysBetween(anchor, due) % (n * 7) === 0 ? weekly([CODES[weekday(anchor) - 1]!], interval) : null
    case 'month':
      return n === 1 || monthsBetween(anchor, due) % n === 0 ? `FREQ=MONTHLY${interval};${monthDay(anchor)}` : null
    case 'year':
      return n === 1 || monthsBetween(anchor, due) % (n * 12) === 0 ? `FREQ=YEARLY${interval};${yearDay(anchor)}` : null
  }
}

/** A month that lacks the day ends the search at its last one, which is never before the 28th. */
function monthDay(anchor: Day): string {
  const day = Number(anchor.slice(8))
  return LAST[day - 29] ?? `BYMONTHDAY=${day}`
}

/** Only 29 February is missing in some years; it is the last of its month, as 28 February is in those. */
function yearDay(anchor: Day): string {
  const [month, day] = [Number(anchor.slice(5, 7)), Number(anchor.slice(8))]
  return `BYMONTH=${month};BYMONTHDAY=${month === 2 && day === 29 ? -1 : day}`
}
