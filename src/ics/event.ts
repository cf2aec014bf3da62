import { DEFAULT_CURRENCY } from '#domain/currencies.ts'
import { type Day, type Instant, isDay, shiftDays } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { description } from './description.ts'
import { recurrenceOf } from './recurrence.ts'
import { escapeText, fold, textLine } from './text.ts'

/** Priorities 1 to 5 on the scale of RFC 5545, 3.8.1.9; 0 is undefined. */
const PRIORITY = [0, 1, 3, 5, 7, 9]
const endings = (status: string) =>
  PRIORITY.map((priority) => `PRIORITY:${priority}\r\nSTATUS:${status}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n`)
const CONFIRMED = endings('CONFIRMED')
const CANCELLED = endings('CANCELLED')
/** Instants in this form are not parsed, for speed. */
const INSTANT = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const URI = /^[!-~]+$/

/**
 * Returns a function that writes an item as a VEVENT (RFC 5545, 3.6.1), and the occurrence of a series that was
 * postponed as a second one (3.8.4.4); null without a due date. Throws RangeError for data that no event can contain.
 */
export function eventWriter(
  userId: string,
  repeat: boolean,
  currency = DEFAULT_CURRENCY,
): (item: Item) => string | null {
  const dates = new Map<Day, string>()
  const days = new Map<Day, string>()
  const uidSuffix = `.${escapeText(userId)}@track`

  function datesOf(due: Day): string {
    let lines = dates.get(due)
    if (lines === undefined) dates.set(due, (lines = dateLines(due)))
    return lines
  }

  function utc(instant: Instant): string {
    const at = INSTANT.test(instant) ? instant : new Date(instant).toISOString()
    const day = at.slice(0, 10)
    let start = days.get(day)
    if (start === undefined) days.set(day, (start = `${withoutDashes(checkedDay(day))}T`))
    return `${start}${at.slice(11, 13)}${at.slice(14, 16)}${at.slice(17, 19)}Z`
  }

  return (item) => {
    if (item.due === null) return null
    if (!(Number.isSafeInteger(item.revision) && item.revision >= 0))
      throw new RangeError(`not a revision: ${item.revision}`)
    const updated = utc(item.updated_at)
    const descriptionText = description(item, currency)
    const head =
      'BEGIN:VEVENT\r\n' +
      fold(`UID:${escapeText(item.id)}${uidSuffix}`) +
      `DTSTAMP:${updated}\r\nCREATED:${utc(item.created_at)}\r\n` +
      `LAST-MODIFIED:${updated}\r\nSEQUENCE:${item.revision}\r\n`
    const ending = item.status === 'canceled' ? CANCELLED : CONFIRMED
    const rest =
      textLine(item.status === 'done' ? 'SUMMARY:✓ ' : 'SUMMARY:', item.title) +
      (descriptionText === '' ? '' : textLine('DESCRIPTION:', descriptionText)) +
      (item.tags.length === 0 ? '' : fold(`CATEGORIES:${item.tags.map(escapeText).join(',')}`)) +
      (item.url === null ? '' : fold(`URL:${encodeUri(item.url)}`)) +
      (ending[item.priority] ?? ending[0]!)
    const series = repeat ? recurrenceOf(item) : null
    if (series === null) return head + datesOf(item.due) + rest
    const event = head + datesOf(series.start) + series.lines + rest
    if (series.start === item.due) return event
    return `${event}${head}RECURRENCE-ID;VALUE=DATE:${withoutDashes(series.start)}\r\n${datesOf(item.due)}${rest}`
  }
}

function checkedDay(day: string): Day {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`)
  return day
}

const withoutDashes = (day: Day) => day.slice(0, 4) + day.slice(5, 7) + day.slice(8)

/** The last day of the calendar has no next one; without DTEND the event lasts for that day (RFC 5545, 3.6.1). */
function dateLines(due: Day): string {
  const next = shiftDays(checkedDay(due), 1)
  const end = next === undefined ? '' : `DTEND;VALUE=DATE:${withoutDashes(next)}\r\n`
  return `DTSTART;VALUE=DATE:${withoutDashes(due)}\r\n${end}`
}

/** A URI value is not escaped, so other characters are percent-encoded (RFC 3986, 2). */
function encodeUri(url: string): string {
  return URI.test(url) ? url : new URL(url).href
}
