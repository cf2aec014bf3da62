import { type Day, daysBetween, weekday } from '#domain/dates.ts'

/** A day and a time of day, `14:03`, on the wall clock here. */
export interface Moment {
  day: Day
  time: string
}

/** What turns instants and days into words: the date here, and on which day here an instant lies. */
export interface Here {
  today: Day
  dayOf(instant: string): Day
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day for people: `2 Dec`, with the year when it is another one. */
export function plainDay(day: Day, today: Day): string {
  const year = day.slice(0, 4)
  const date = `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`
  return year === today.slice(0, 4) ? date : `${date} ${year}`
}

/** When something is due: `3 days late`, `today`, `tomorrow`, `Fri`, else `2 Dec`. */
export function dueDay(day: Day, today: Day): string {
  const ahead = daysBetween(today, day)
  if (ahead < 0) return ahead === -1 ? '1 day late' : `${-ahead} days late`
  return near(ahead, day) ?? plainDay(day, today)
}

/** When something was: `today`, `yesterday`, `3 days ago`, else `2 Dec`. */
export function pastDay(day: Day, today: Day): string {
  const ago = daysBetween(day, today)
  if (ago < 0 || ago > 30) return plainDay(day, today)
  return ['today', 'yesterday'][ago] ?? `${ago} days ago`
}

/** A day as a heading: `Today · Sun 22 Nov`. */
export function dayHeading(day: Day, today: Day): string {
  const ahead = daysBetween(today, day)
  const date = `${shortWeekday(day)} ${plainDay(day, today)}`
  return ahead === 0 || ahead === 1 ? `${ahead ? 'Tomorrow' : 'Today'} · ${date}` : date
}

/** A moment on the wall clock here: `21 Nov 14:03`. */
export function momentSaid({ day, time }: Moment, today: Day): string {
  return `${plainDay(day, today)} ${time}`
}

function near(ahead: number, day: Day): string | undefined {
  if (ahead === 0) return 'today'
  if (ahead === 1) return 'tomorrow'
  return ahead < 7 ? shortWeekday(day) : undefined
}

function shortWeekday(day: Day): string {
  return WEEKDAYS[weekday(day) - 1]!
}
