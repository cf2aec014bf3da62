import { DEFAULT_CURRENCY } from '#domain/currencies.ts'
import type { Day, Instant } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { description } from './description.ts'
import { checkedDay, type EventTimes, timesOfDay, wholeDays, withoutDashes } from './event-times.ts'
import { escapeText, fold, textLine } from './text.ts'
import { vtimezone } from './vtimezone.ts'
import { zoneOf } from './zone.ts'

/** Priorities 1 to 5 on the scale of RFC 5545, 3.8.1.9; 0 is undefined. */
const PRIORITY = [0, 1, 3, 5, 7, 9]
const endings = (status: string) =>
  PRIORITY.map((priority) => `PRIORITY:${priority}\r\nSTATUS:${status}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n`)
const CONFIRMED = endings('CONFIRMED')
const CANCELLED = endings('CANCELLED')
/** Instants in this form are not parsed, for speed. */
const INSTANT = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const URI = /^[!-~]+$/

/** The write that last changed a user's time zone, and with it all events that have a time. */
export interface ZoneChange {
  revision: number
  at: Instant
}

/** The space that items are of. */
export interface ItemSource {
  /** That of a user for their own space. */
  ownerId: string
  /** Named in each event; undefined: it goes without saying. */
  space?: string | undefined
  /** Whether it is a space of several users, whose revisions say nothing of a change of the time zone. */
  isShared?: boolean
}

export interface EventOptions {
  /** Gives recurring items an RRULE. */
  repeat: boolean
  /** The user's time zone. */
  timezone: string
  zoneChange?: ZoneChange | null
  /** Of budgets, ISO 4217; USD by default. */
  currency?: string
}

/**
 * Returns a function that writes an item as a VEVENT (RFC 5545, 3.6.1), with the occurrence of a series that was
 * postponed as a second one (3.8.4.4), and before the first that needs it the VTIMEZONE; null without a due date.
 * Throws RangeError for data that no event can contain.
 */
export function eventWriter({
  repeat,
  timezone,
  zoneChange,
  currency = DEFAULT_CURRENCY,
}: EventOptions): (item: Item, source: ItemSource) => string | null {
  const days = new Map<Day, string>()
  const wholeDayTimes = wholeDays(repeat)
  const zone = zoneOf(timezone)
  const timedTimes = timesOfDay(zone, repeat)
  let hasZone = false

  function utc(instant: Instant): string {
    const at = INSTANT.test(instant) ? instant : new Date(instant).toISOString()
    const day = at.slice(0, 10)
    let start = days.get(day)
    if (start === undefined) days.set(day, (start = `${withoutDashes(checkedDay(day))}T`))
    return `${start}${at.slice(11, 13)}${at.slice(14, 16)}${at.slice(17, 19)}Z`
  }

  function timesOf(item: Item & { due: Day }): EventTimes {
    return item.at === null ? wholeDayTimes(item) : timedTimes(item, item.at)
  }

  /** What identifies an event and its version. */
  function headOf({ id, revision, updated_at, created_at, at }: Item, { ownerId, isShared }: ItemSource): string {
    if (!(Number.isSafeInteger(revision) && revision >= 0)) throw new RangeError(`not a revision: ${revision}`)
    const zoned = at === null ? null : zoneChange
    const updated = utc(zoned && zoned.at > updated_at ? zoned.at : updated_at)
    return (
      'BEGIN:VEVENT\r\n' +
      fold(`UID:${escapeText(id)}.${escapeText(ownerId)}@track`) +
      `DTSTAMP:${updated}\r\nCREATED:${utc(created_at)}\r\n` +
      `LAST-MODIFIED:${updated}\r\nSEQUENCE:${zoned ? sequenceOf(revision, zoned, isShared) : revision}\r\n`
    )
  }

  return (item, source) => {
    if (!isDated(item)) return null
    const head = headOf(item, source)
    const { lines, postponed, zonedFrom } = timesOf(item)
    const rest = detailsOf(item, currency, source.space)
    const event = head + lines + rest + (postponed === null ? '' : head + postponed + rest)
    if (zonedFrom === null || hasZone) return event
    hasZone = true
    return vtimezone(zone, Number(zonedFrom.slice(0, 4))) + event
  }
}

/** A number that rises with either revision. */
const sequenceOf = (revision: number, zoneChange: ZoneChange, isShared = false): number =>
  isShared ? revision + zoneChange.revision : Math.max(revision, zoneChange.revision)

const isDated = (item: Item): item is Item & { due: Day } => item.due !== null

function detailsOf(item: Item, currency: string, space: string | undefined): string {
  const descriptionText = description(item, currency, space)
  const ending = item.status === 'canceled' ? CANCELLED : CONFIRMED
  return (
    textLine(item.status === 'done' ? 'SUMMARY:✓ ' : 'SUMMARY:', item.title) +
    (descriptionText === '' ? '' : textLine('DESCRIPTION:', descriptionText)) +
    (item.tags.length === 0 ? '' : fold(`CATEGORIES:${item.tags.map(escapeText).join(',')}`)) +
    (item.url === null ? '' : fold(`URL:${encodeUri(item.url)}`)) +
    (ending[item.priority] ?? ending[0]!)
  )
}

/** A URI value is not escaped, so other characters are percent-encoded (RFC 3986, 2). */
function encodeUri(url: string): string {
  return URI.test(url) ? url : new URL(url).href
}
