import { type Day, isDay } from '#domain/dates.ts'
import { readInterval } from '#domain/intervals.ts'
import { occurrencesAfter } from '#domain/occurrences.ts'
import { basicDay } from './instants.ts'

const UNIT: Record<string, string> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }
const WEEKDAY: Record<string, string> = {
  MO: 'mon',
  TU: 'tue',
  WE: 'wed',
  TH: 'thu',
  FR: 'fri',
  SA: 'sat',
  SU: 'sun',
}
const ORDINAL: Record<string, string> = { 1: '1st', 2: '2nd', 3: '3rd', 4: '4th', 5: '5th', '-1': 'last' }
const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const KNOWN = new Set('FREQ INTERVAL BYDAY BYMONTHDAY BYMONTH BYSETPOS COUNT UNTIL WKST'.split(' '))
const FAR: Day = '9999-12-31'
const MAX_COUNT = 1000

type Parts = ReadonlyMap<string, string>

/**
 * The canonical interval of a recurrence rule (RFC 5545, 3.3.10) in a series from `start` on; null where the rule
 * yields its start alone; undefined for what Track cannot repeat so.
 */
export function intervalOfRule(rule: string, start: Day | null): string | null | undefined {
  const text = rule.trim().replace(/^RRULE:/i, '')
  const parts = new Map(text.split(';').map((part) => splitOnce(part.toUpperCase())))
  if ([...parts.keys()].some((name) => !KNOWN.has(name))) return undefined
  const base = baseOf(parts)
  const every = base === undefined ? undefined : readInterval(base).value
  if (every === undefined) return undefined
  const until = basicDay(parts.get('UNTIL') ?? '')
  if (isDay(until)) return readInterval(`${every} until ${until}`).value
  const count = Number(parts.get('COUNT') ?? 0)
  if (!count) return every
  if (count === 1) return null
  const last = start && count <= MAX_COUNT ? occurrencesAfter(every, start, start, FAR, count - 1).at(-1) : undefined
  return last === undefined ? undefined : readInterval(`${every} until ${last}`).value
}

/** The interval of a rule; null where it has none that Track knows, which is reported, with a line for the notes. */
export function readRule(
  rule: string | undefined,
  start: Day | null | undefined,
  report: (problem: string) => void,
): { every: string | null; note?: string } {
  const every = rule ? intervalOfRule(rule, start ?? null) : null
  if (every !== undefined) return { every }
  report(`repeats by ${rule}, which Track cannot: it is in the notes`)
  return { every: null, note: `Repeats: ${rule}` }
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}

/** The interval of a rule without its end, in words. */
function baseOf(parts: Parts): string | undefined {
  const unit = UNIT[parts.get('FREQ') ?? '']
  const count = Number(parts.get('INTERVAL') ?? 1)
  if (unit === undefined || !Number.isInteger(count)) return undefined
  const days = daysOf(unit, parts)
  if (days === undefined) return undefined
  if (unit === 'day' && days) return count === 1 ? `every ${days}` : undefined
  return `every ${count} ${unit}s${days && ` on ${days}`}`
}

/** The days that a rule names, in words; `` for none, undefined for those that an interval cannot name. */
function daysOf(unit: string, parts: Parts): string | undefined {
  const [byDay, byDate, byMonth] = ['BYDAY', 'BYMONTHDAY', 'BYMONTH'].map((name) => parts.get(name))
  if (byDay === undefined && parts.has('BYSETPOS')) return undefined
  if (byMonth !== undefined) return unit === 'year' ? daysOfYear(Number(byMonth), byDay, byDate, parts) : undefined
  if (byDay !== undefined && byDate !== undefined) return undefined
  if (byDate !== undefined) return unit === 'month' ? datesOf(byDate).join() : undefined
  if (byDay === undefined) return ''
  if (unit === 'month') return nthsOf(byDay, parts.get('BYSETPOS'))
  return unit === 'year' || parts.has('BYSETPOS') ? undefined : weekdaysOf(byDay)
}

const datesOf = (byDate: string): string[] => byDate.split(',').map((date) => (date === '-1' ? 'last' : date))

function weekdaysOf(byDay: string): string | undefined {
  const names = byDay.split(',').map((code) => WEEKDAY[code])
  return names.every(Boolean) ? names.join() : undefined
}

function daysOfYear(number: number, byDay: string | undefined, byDate: string | undefined, parts: Parts) {
  const month = MONTHS[number]
  if (!month || (byDay === undefined) === (byDate === undefined)) return undefined
  if (byDay !== undefined) {
    const nths = nthsOf(byDay, parts.get('BYSETPOS'))
    return nths && `${nths} of ${month}`
  }
  const dates = datesOf(byDate!)
  return dates.includes('last') ? undefined : `${month} ${dates.join()}`
}

/** `2TU`, or `TU` with BYSETPOS=2, as `2nd tue`. */
function nthsOf(byDay: string, position: string | undefined): string | undefined {
  const codes = byDay.split(',')
  if (position !== undefined && codes.length > 1) return undefined
  const nths = codes.map((code) => {
    const [, nth, weekday = ''] = /^([+-]?\d)?([A-Z]{2})$/.exec(code) ?? []
    const ordinal = ORDINAL[(position ?? nth ?? '').replace('+', '')]
    return ordinal && WEEKDAY[weekday] && `${ordinal} ${WEEKDAY[weekday]}`
  })
  return nths.every(Boolean) ? nths.join() : undefined
}
