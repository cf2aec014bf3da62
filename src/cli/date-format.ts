import { DEFAULT_CURRENCY, formatMoney } from '#domain/currencies.ts'
import { type Day, daysBetween, weekday } from '#domain/dates.ts'
import type { TimeOfDay } from '#domain/times.ts'

/** A day and a time of day, `14:03`, in the local time zone. */
export interface LocalDateTime {
  day: Day
  time: string
}

/** The date and the time now, and the date of an instant, in the local time zone. */
export interface LocalCalendar {
  today: Day
  time: TimeOfDay
  dayOf(instant: string): Day
}

/** Writes dates, in words for people, by ISO 8601 for programs, and amounts. */
export interface DateFormat extends LocalCalendar {
  /** `2 Dec` */
  day(day: Day): string
  /** `tomorrow 15:00`, `3 days late`; for programs `2026-12-02T15:00`. */
  due(day: Day, at?: TimeOfDay | null): string
  /** `yesterday` */
  past(day: Day): string
  /** `21 Nov 14:03` */
  instant(instant: string): string
  /** `$50`, `€19.90` */
  money(amount: number): string
}

/** `localTime`: the local time at an instant; `currency`: that of amounts. */
export function createDateFormat(
  { day: today, time }: LocalDateTime,
  localTime: (instant: string) => LocalDateTime,
  inWords: boolean,
  currency = DEFAULT_CURRENCY,
): DateFormat {
  const calendar = {
    today,
    time,
    dayOf: (instant: string) => localTime(instant).day,
    money: (amount: number) => formatMoney(amount, currency),
  }
  const asIs = (text: string) => text
  if (!inWords)
    return { ...calendar, day: asIs, due: (day, at) => (at ? `${day}T${at}` : day), past: asIs, instant: asIs }
  return {
    ...calendar,
    day: (day) => formatDay(day, today),
    due: (day, at = null) => formatDueTime(day, at, today),
    past: (day) => formatPast(day, today),
    instant: (instant) => formatLocalDateTime(localTime(instant), today),
  }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day: `2 Dec`, with the year if it is not the present one. */
export function formatDay(day: Day, today: Day): string {
  const year = day.slice(0, 4)
  const date = `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`
  return year === today.slice(0, 4) ? date : `${date} ${year}`
}

/** A due date: `3 days late`, `today`, `tomorrow`, `Fri` within a week, otherwise `2 Dec`. */
export function formatDue(day: Day, today: Day): string {
  const ahead = daysBetween(today, day)
  if (ahead < 0) return ahead === -1 ? '1 day late' : `${-ahead} days late`
  return upcomingDay(ahead, day) ?? formatDay(day, today)
}

/** A due date and its time: `tomorrow 15:00`; late ones are late by days. */
export function formatDueTime(day: Day, at: TimeOfDay | null, today: Day): string {
  const due = formatDue(day, today)
  return at && day >= today ? `${due} ${at}` : due
}

/** A past date: `today`, `yesterday`, `3 days ago` up to 30 days, otherwise `2 Dec`. */
export function formatPast(day: Day, today: Day): string {
  const ago = daysBetween(day, today)
  if (ago < 0 || ago > 30) return formatDay(day, today)
  return ['today', 'yesterday'][ago] ?? `${ago} days ago`
}

/** A day as a heading: `Today · Sun 22 Nov`, `Tomorrow · Mon 23 Nov`, otherwise `Tue 24 Nov`. */
export function dayHeading(day: Day, today: Day): string {
  const ahead = daysBetween(today, day)
  const date = `${shortWeekday(day)} ${formatDay(day, today)}`
  return ahead === 0 || ahead === 1 ? `${ahead ? 'Tomorrow' : 'Today'} · ${date}` : date
}

/** `21 Nov 14:03` */
export function formatLocalDateTime({ day, time }: LocalDateTime, today: Day): string {
  return `${formatDay(day, today)} ${time}`
}

/** A day of the coming week in one word; undefined from the seventh day on. */
function upcomingDay(ahead: number, day: Day): string | undefined {
  if (ahead === 0) return 'today'
  if (ahead === 1) return 'tomorrow'
  return ahead < 7 ? shortWeekday(day) : undefined
}

function shortWeekday(day: Day): string {
  return WEEKDAYS[weekday(day) - 1]!
}
