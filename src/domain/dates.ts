/** A calendar day, `YYYY-MM-DD`, from 1900-01-01 to 9999-12-31. It has no time and no zone. */
export type Day = string

/** A UTC instant, RFC 3339 with milliseconds. */
export type Instant = string

const firstYear = 1900
const lastYear = 9999
const dayLength = 86_400_000

const numbers = (day: Day) => [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))] as const
const utc = (day: Day): number => {
  const [year, month, date] = numbers(day)
  return Date.UTC(year, month - 1, date)
}

/** How many days a month (1 to 12) of a year has. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The day with these numbers, or undefined when the calendar (1900 to 9999) has none. */
export function dayFrom(year: number, month: number, date: number): Day | undefined {
  if (!(year >= firstYear && year <= lastYear && month >= 1 && month <= 12)) return undefined
  if (!(date >= 1 && date <= daysIn(year, month))) return undefined
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** Whether a text is a real day in exactly the form `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dayFrom(...numbers(text)) !== undefined
}

/** The day `n` days later (earlier when negative), or undefined outside of the calendar. */
export function shiftDays(day: Day, n: number): Day | undefined {
  const date = new Date(utc(day) + n * dayLength)
  return dayFrom(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

/** The same day `n` months later, or that month's last day where it is shorter; undefined outside of the calendar. */
export function shiftMonths(day: Day, n: number): Day | undefined {
  const [year, month, date] = numbers(day)
  const months = year * 12 + month - 1 + n
  const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1]
  return dayFrom(toYear, toMonth, Math.min(date, daysIn(toYear, toMonth)))
}

function within(day: Day | undefined): Day {
  if (day === undefined) throw new RangeError(`days lie between ${firstYear}-01-01 and ${lastYear}-12-31`)
  return day
}

/** The day `n` days later; a RangeError outside of the calendar. */
export function addDays(day: Day, n: number): Day {
  return within(shiftDays(day, n))
}

/** The same day `n` months later, or that month's last day where it is shorter; a RangeError outside of the calendar. */
export function addMonths(day: Day, n: number): Day {
  return within(shiftMonths(day, n))
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: Day): number {
  return ((new Date(utc(day)).getUTCDay() + 6) % 7) + 1
}

/** How many days `b` lies after `a`. */
export function daysBetween(a: Day, b: Day): number {
  return (utc(b) - utc(a)) / dayLength
}

/** How many months the month of `b` lies after the month of `a`, whatever their days. */
export function monthsBetween(a: Day, b: Day): number {
  const [fromYear, fromMonth] = numbers(a)
  const [toYear, toMonth] = numbers(b)
  return (toYear - fromYear) * 12 + toMonth - fromMonth
}

const mostFormats = 128
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    const oldest = formats.keys().next().value
    if (formats.size >= mostFormats && oldest !== undefined) formats.delete(oldest)
    formats.set(zone, format)
  }
  return format
}

const minuteLength = 60_000
const latest = new Map<string, { minute: number; day: Day }>()

/** The date on the wall calendar of a time zone at an instant; a RangeError for an unknown zone. Asked again in the same minute, in which no zone changes its date, it is remembered. */
export function todayIn(zone: string, instant: Date): Day {
  const minute = Math.floor(instant.getTime() / minuteLength)
  const known = latest.get(zone)
  if (known?.minute === minute) return known.day
  const day = dayIn(zone, instant)
  if (latest.size >= mostFormats) latest.clear()
  latest.set(zone, { minute, day })
  return day
}

/** The same where an instant may come from elsewhere and lie outside of the calendar: then it is `otherwise`. */
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
  return within(dayFrom(year, month, date))
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
