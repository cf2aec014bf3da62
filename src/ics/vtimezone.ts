import { daysIn, weekday } from '#domain/dates.ts'
import { fold } from './text.ts'
import type { Transition, Zone } from './zone.ts'

/** So many years after the first are written one by one where no rule holds. */
const LISTED_YEARS = 20
/** So many years a rule must hold to be written. */
const MIN_RULE_YEARS = 10
const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The parameter that says in which zone a date-time is: `;TZID=Europe/Berlin`. */
export const tzidParameter = (name: string): string => `;TZID=${/[:;,]/.test(name) ? `"${name}"` : name}`

/**
 * A zone as a VTIMEZONE (RFC 5545, 3.6.5) for date-times from a year on: the changes of each year, as rules from the
 * year on from which they follow one, which then hold for ever.
 */
export function vtimezone(zone: Zone, firstYear: number): string {
  const first = firstYear - 1
  const last = first + LISTED_YEARS + 1
  const changes = zone.transitions(first, last)
  const ruled = changes.filter((change) => yearOf(change) >= firstRuledYear(changes, first, last))
  const listed = changes.slice(0, changes.length - ruled.length)
  const observances = [
    ...(changes[0] && yearOf(changes[0]) === first ? [] : [initial(zone, first)]),
    ...listed.map((change) => observance(change)),
    ...groups(ruled).map((group) => observance(group[0]!, ruleOf(group))),
  ]
  return `BEGIN:VTIMEZONE\r\n${fold(`TZID:${zone.name}`)}${observances.join('')}END:VTIMEZONE\r\n`
}

/** A change in the local time before it, by which VTIMEZONE counts. */
const localTime = ({ at, before }: Transition): Date => new Date(at + before)
const yearOf = (change: Transition): number => localTime(change).getUTCFullYear()

/** Changes that are alike: to summer time, and back. */
function groups(changes: readonly Transition[]): Transition[][] {
  const byOffsets = new Map<string, Transition[]>()
  for (const change of changes) {
    const key = `${change.before} ${change.after}`
    byOffsets.set(key, [...(byOffsets.get(key) ?? []), change])
  }
  return [...byOffsets.values()]
}

/** The year from which on all changes follow a rule, one a year; after the last one where they do not for long. */
function firstRuledYear(changes: readonly Transition[], first: number, last: number): number {
  for (let year = first; year <= last - MIN_RULE_YEARS; year++) {
    const rest = changes.filter((change) => yearOf(change) >= year)
    if (rest.length && groups(rest).every((group) => group.length === last - year + 1 && ruleOf(group))) return year
  }
  return last + 1
}

/** The RRULE of changes on the same day of each year, such as the last Sunday of March; undefined if there is none. */
function ruleOf(changes: readonly Transition[]): string | undefined {
  const places = changes.map((change) => {
    const text = localTime(change).toISOString()
    const [day, time] = [text.slice(0, 10), text.slice(11)]
    const date = Number(day.slice(8))
    const isLast = date + 7 > daysIn(Number(day.slice(0, 4)), Number(day.slice(5, 7)))
    return { kind: `${day.slice(5, 7)} ${weekday(day)} ${time}`, nth: Math.ceil(date / 7), isLast }
  })
  const [{ kind, nth } = { kind: '', nth: 0 }] = places
  if (places.some((place) => place.kind !== kind)) return undefined
  const isLast = places.every((place) => place.isLast)
  if (!isLast && places.some((place) => place.nth !== nth)) return undefined
  const [month, day] = kind.split(' ').map(Number)
  return `RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=${isLast ? -1 : nth}${CODES[day! - 1]}\r\n`
}

/** The offset before the first change. */
function initial(zone: Zone, year: number): string {
  const offset = zone.offsetAt(Date.UTC(year, 0))
  return observance({ at: Date.UTC(year, 0) - offset, before: offset, after: offset })
}

/** A change by itself, since readers differ on several RDATEs, or with a rule the first of many. */
function observance(change: Transition, rule = ''): string {
  const { before, after } = change
  const name = after > before ? 'DAYLIGHT' : 'STANDARD'
  return (
    `BEGIN:${name}\r\nDTSTART:${localDateTime(localTime(change))}\r\n${rule}` +
    `TZOFFSETFROM:${offsetText(before)}\r\nTZOFFSETTO:${offsetText(after)}\r\nEND:${name}\r\n`
  )
}

/** Local time, whose numbers a date holds as if they were of UTC: `20260329T020000`. */
const localDateTime = (date: Date): string => date.toISOString().slice(0, 19).replaceAll(/[:-]/g, '')

/** `+0530`, and seconds where there are some. */
function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1000
  const digits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const rest = seconds % 60 ? digits(seconds % 60) : ''
  return `${offset < 0 ? '-' : '+'}${digits(seconds / 3600)}${digits((seconds / 60) % 60)}${rest}`
}
