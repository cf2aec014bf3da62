import type { Item } from '#domain/items.ts'
import { eventWriter } from './event.ts'
import { textLine } from './text.ts'

export interface CalendarOptions {
  /** How the calendar is called in the reader's list. */
  name: string
  userId: string
  /** Gives recurring items an RRULE. */
  repeat: boolean
  /** Hears of every item that is left out because it cannot be written. */
  onBad?: (item: Item, error: unknown) => void
}

/** A calendar must hold a component (RFC 5545, 3.4), even one of a user who has nothing due. */
const UTC = [
  'BEGIN:VTIMEZONE',
  'TZID:UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'END:STANDARD',
  'END:VTIMEZONE',
  '',
].join('\r\n')

/** Events that are joined at once: in one rope, all the pieces of a feed cost the garbage collector more time than writing them. */
const BATCH = 50

/** The whole calendar (RFC 5545; name and refresh interval: RFC 7986): one all-day event for each item that has a due date. */
export function calendar(items: Iterable<Item>, { name, userId, repeat, onBad }: CalendarOptions): string {
  const write = eventWriter(userId, repeat)
  let events = ''
  let batch: string[] = []
  for (const item of items) {
    try {
      const event = write(item)
      if (event !== null) batch.push(event)
    } catch (error) {
      onBad?.(item, error)
    }
    if (batch.length === BATCH) {
      events += batch.join('')
      batch = []
    }
  }
  events += batch.join('')
  return (
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Track//Track//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n' +
    textLine('NAME:', name) +
    textLine('X-WR-CALNAME:', name) +
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n' +
    (events || UTC) +
    'END:VCALENDAR\r\n'
  )
}
