import type { Item } from '#domain/fields.ts'
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

/** The texts that a calendar is put together from: its head, its events a stretch of items at a time, its end. */
export interface CalendarWriter {
  head: string
  events(items: Iterable<Item>): string
  end(): string
}

/**
 * Writes a calendar (RFC 5545; name and refresh interval: RFC 7986): one all-day event for each item that has a due
 * date.
 */
export function calendarWriter({ name, userId, repeat, onBad }: CalendarOptions): CalendarWriter {
  const write = eventWriter(userId, repeat)
  let empty = true
  return {
    head:
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Track//Track//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n' +
      textLine('NAME:', name) +
      textLine('X-WR-CALNAME:', name) +
      'REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n',
    events(items) {
      const events: string[] = []
      for (const item of items) {
        try {
          const event = write(item)
          if (event !== null) events.push(event)
        } catch (error) {
          onBad?.(item, error)
        }
      }
      if (events.length) empty = false
      return events.join('')
    },
    end: () => `${empty ? UTC : ''}END:VCALENDAR\r\n`,
  }
}

/** The whole calendar of a few items. */
export function calendar(items: Iterable<Item>, options: CalendarOptions): string {
  const writer = calendarWriter(options)
  return writer.head + writer.events(items) + writer.end()
}
