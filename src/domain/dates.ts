/** A calendar day, `YYYY-MM-DD`, from 1900-01-01 to 9999-12-31. It has no time and no zone. */
export type Day = string

/** A UTC instant, RFC 3339 with milliseconds. */
export type Instant = string

const MIN_YEAR = 1900
const MAX_YEAR = 9999
const DAY_MS = 86_400_000

const partsOf = (day: Day) => [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))] as const
const utcMs = (day: Day): number => {
  const [year, month, date] = partsOf(day)
  return Date.UTC(year, month - 1, date)
}

/** How many days a month (1 to 12) of a year has. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The day with these numbers, or undefined when the calendar (1900 to 9999) has none. */
export function dayFrom(year: number, month: number, date: number): Day | undefined {
  if (!(year >= MIN_YEAR && year <= MAX_YEAR && month >= 1 && month <= 12)) return undefined
  if (!(date >= 1 && date <= daysIn(year, month))) return undefined
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** Whether a text is a real day in exactly the form `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dayFrom(...partsOf(text)) !== undefined
}

/** The day `n` days later (earlier when negative), or undefined outside of the calendar. */
export function shiftDays(day: Day, n: number): Day | undefined {
  const date = new Date(utcMs(day) + n * DAY_MS)
  return dayFrom(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

/** The same day `n` months later, or that month's last day where it is shorter; undefined outside of the calendar. */
export function shiftMonths(day: Day, n: number): Day | undefined {
  const [year, month, date] = partsOf(day)
  const months = year * 12 + month - 1 + n
  const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1]
  return dayFrom(toYear, toMonth, Math.min(date, daysIn(toYear, toMonth)))
}

function requireInCalendar(day: Day | undefined): Day {
  if (day === undefined) throw new RangeError(`days lie between ${MIN_YEAR}-01-01 and ${MAX_YEAR}-12-31`)
  return day
}

/** The same as shiftDays, but throws a RangeError outside of the calendar. */
export function addDays(day: Day, n: number): Day {
  return requireInCalendar(shiftDays(day, n))
}

/** The same as shiftMonths, but throws a RangeError outside of the calendar. */
export function addMonths(day: Day, n: number): Day {
  return requireInCalendar(shiftMonths(day, n))
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: Day): number {
  return ((new Date(utcMs(day)).getUTCDay() + 6) % 7) + 1
}

/** How many days `b` lies after `a`. */
export function daysBetween(a: Day, b: Day): number {
  return (utcMs(b) - utcMs(a)) / DAY_MS
}

/** How many months the month of `b` lies after the month of `a`, whatever their days. */
export function monthsBetween(a: Day, b: Day): number {
  const [fromYear, fromMonth] = partsOf(a)
  const [toYear, toMonth] = partsOf(b)
  return (toYear - fromYear) * 12 + toMonth - fromMonth
}

const MAX_CACHED = 128
const formatCache = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formatCache.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    const oldest = formatCache.keys().next().value
    if (formatCache.size >= MAX_CACHED && oldest !== undefined) formatCache.delete(oldest)
    formatCache.set(zone, format)
  }
  return format
}

const MINUTE_MS = 60_000
const dayCache = new Map<string, { minute: number; day: Day }>()

/**
 * The date in a time zone at an instant. Throws a RangeError for an unknown zone. Cached per zone for the current
 * minute, since no zone changes its date within one.
 */
export function todayIn(zone: string, instant: Date): Day {
  const minute = Math.floor(instant.getTime() / MINUTE_MS)
  const cached = dayCache.get(zone)
  if (cached?.minute === minute) return cached.day
  const today = dayIn(zone, instant)
  if (dayCache.size >= MAX_CACHED) dayCache.clear()
  dayCache.set(zone, { minute, day: today })
  return today
}

/**
 * Like todayIn, but returns `otherwise` for an unknown zone, and an instant that is invalid or outside of the calendar.
 */
export function dayOr(zone: string, instant: string, otherwise: Day): Day {
  try {
    return todayIn(zone, new Date(instant))
  } catch {
    return otherwise
  }
}

function dayIn(zone: string, instant: Date): Day {
  let [year, month, date] = [0, 0, 0]
  for (const { type, value } of formatOf(zone).formatToParts(instant)) {
    if (type === 'year') year = Number(value)
    else if (type === 'month') month = Number(value)
    else if (type === 'day') date = Number(value)
  }
  return requireInCalendar(dayFrom(year, month, date))
}

const SECOND_MS = 1000
/** No zone is further from UTC. */
const MAX_OFFSET_MS = 26 * 60 * MINUTE_MS

/** The instant, to the second, at which a day begins in a time zone; that of the next one where the zone skips it. */
export function startOfDay(zone: string, day: Day): Instant {
  let [before, from] = [utcMs(day) - MAX_OFFSET_MS, utcMs(day) + MAX_OFFSET_MS]
  while (from - before > SECOND_MS) {
    const middle = before + Math.floor((from - before) / 2 / SECOND_MS) * SECOND_MS
    const otherwise = middle < utcMs(day) ? '' : day
    if (dayOr(zone, new Date(middle).toISOString(), otherwise) < day) before = middle
    else from = middle
  }
  return new Date(from).toISOString()
}

/**
 * The name of a time zone as the IANA database writes it: `Europe/Berlin` for `europe/berlin`. Another name of a zone
 * that is written like one (`Asia/Kolkata`, `US/Eastern`) stays, else it is replaced by the zone's own name. Throws a
 * RangeError for an unknown zone.
 */
export function spellZone(zone: string): string {
  const { timeZone } = formatOf(zone).resolvedOptions()
  if (timeZone.toLowerCase() === zone.toLowerCase()) return timeZone
  const hasCapitals = zone.split('/').every((part) => /^[A-Z]/.test(part))
  const isAllCapitals = zone.includes('/') && zone === zone.toUpperCase()
  return hasCapitals && !isAllCapitals ? zone : timeZone
}

/** Whether `Intl.DateTimeFormat` accepts a time zone by this name. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}
