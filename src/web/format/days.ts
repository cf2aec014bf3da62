import { monthName, shortWeekday } from '#domain/calendar-names.ts'
import { type Day, daysBetween, weekday } from '#domain/dates.ts'
import type { DueReading } from '#domain/due-words.ts'
import { formatCount } from './amounts.ts'
import { capitalise } from './text.ts'

/** `2 Dec`, and the year where it is not today's: `2 Dec 2027`. */
export function formatDay(day: Day, today: Day): string {
  const short = `${Number(day.slice(8))} ${monthName(Number(day.slice(5, 7))).slice(0, 3)}`
  return day.slice(0, 4) === today.slice(0, 4) ? short : `${short} ${day.slice(0, 4)}`
}

const LONG_DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })

/** `Sunday 22 November`. */
export function formatLongDay(day: Day): string {
  return LONG_DAY.format(new Date(`${day}T00:00:00Z`)).replace(',', '')
}

/** `Sunday 22 November, 15:00`. */
export const formatLongDue = ({ due, at }: DueReading): string =>
  due ? [formatLongDay(due), at].filter(Boolean).join(', ') : 'No date'

/** `23 Nov to 3 Jan 2027`. */
export const formatDays = (first: Day, last: Day): string => `${formatDay(first, first)} to ${formatDay(last, first)}`

/** The time of day on the clocks of a zone: `14:05`. */
export function formatTime(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(instant)
}

function formatSpan(days: number): string {
  if (days < 14) return formatCount(days, 'day')
  if (days < 61) return formatCount(Math.floor(days / 7), 'week')
  if (days < 730) return formatCount(Math.floor(days / 30.44), 'month')
  return formatCount(Math.floor(days / 365.25), 'year')
}

/** When something is due, as people say it: `3 days late`, `Yesterday`, `Today`, `Tomorrow`, `Fri`, `2 Dec`. */
export function formatDue(due: Day, today: Day): string {
  const ahead = daysBetween(today, due)
  if (ahead < -1) return `${formatSpan(-ahead)} late`
  if (ahead === -1) return 'Yesterday'
  if (ahead === 0) return 'Today'
  if (ahead === 1) return 'Tomorrow'
  return ahead < 7 ? capitalise(shortWeekday(weekday(due))) : formatDay(due, today)
}

/** How long ago a day was: `today`, `yesterday`, `3 days ago`. */
export function formatAgo(day: Day, today: Day): string {
  const ago = daysBetween(day, today)
  if (ago <= 0) return 'today'
  return ago === 1 ? 'yesterday' : `${formatSpan(ago)} ago`
}
