import { monthName, shortWeekday } from '#domain/calendar-names.ts'
import { type Day, daysBetween, weekday } from '#domain/dates.ts'

/** `1 item`, `2 items`; an irregular plural can be given. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `2 Dec`, and the year where it is not today's: `2 Dec 2027`. */
export function dayWords(day: Day, today: Day): string {
  const short = `${Number(day.slice(8))} ${monthName(Number(day.slice(5, 7))).slice(0, 3)}`
  return day.slice(0, 4) === today.slice(0, 4) ? short : `${short} ${day.slice(0, 4)}`
}

const LONG = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })

/** `Sunday 22 November`. */
export function longDay(day: Day): string {
  return LONG.format(new Date(`${day}T00:00:00Z`)).replace(',', '')
}

/** The time of day on the clocks of a zone: `14:05`. */
export function clockWords(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(instant)
}

function span(days: number): string {
  if (days < 14) return count(days, 'day')
  if (days < 61) return count(Math.floor(days / 7), 'week')
  if (days < 730) return count(Math.floor(days / 30.44), 'month')
  return count(Math.floor(days / 365.25), 'year')
}

/** When something is due, as people say it: `3 days late`, `Yesterday`, `Today`, `Tomorrow`, `Fri`, `2 Dec`. */
export function dueWords(due: Day, today: Day): string {
  const ahead = daysBetween(today, due)
  if (ahead < -1) return `${span(-ahead)} late`
  if (ahead === -1) return 'Yesterday'
  if (ahead === 0) return 'Today'
  if (ahead === 1) return 'Tomorrow'
  return ahead < 7 ? sentence(shortWeekday(weekday(due))) : dayWords(due, today)
}

/** How long ago a day was: `today`, `yesterday`, `3 days ago`. */
export function agoWords(day: Day, today: Day): string {
  const ago = daysBetween(day, today)
  if (ago <= 0) return 'today'
  return ago === 1 ? 'yesterday' : `${span(ago)} ago`
}

/** Minutes at the end of a row: `20 min`, `1 h`, `1 h 20`. */
export function estimateWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest}`
}

/** Minutes inside a sentence: `3 h 10 min`. */
export function timeWords(minutes: number): string {
  return minutes >= 60 && minutes % 60 ? `${estimateWords(minutes)} min` : estimateWords(minutes)
}

/** `$50`, `$39.90`. */
export function moneyWords(amount: number): string {
  const digits = Number.isInteger(amount) ? 0 : 2
  return `$${amount.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
