import type { Item } from '#domain/fields.ts'
import { type EventOptions, eventWriter, type ItemSource } from './event.ts'
import { textLine } from './text.ts'

export interface CalendarOptions extends EventOptions {
  /** The name of the calendar in the reader. */
  name: string
  /** Called for each item that is skipped because it can't be written. */
  onInvalid?: (item: Item, error: unknown) => void
}

/** An empty calendar needs a component, too (RFC 5545, 3.4). */
const UTC_TIMEZONE = [
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

/** Writes a calendar in parts: head, batches of events, end. */
export interface CalendarWriter {
  head: string
  events(items: Iterable<Item>, source: ItemSource): string
  end(): string
}

/**
 * Writes a calendar (RFC 5545; name and refresh interval: RFC 7986): an event for each item that has a due
 * date, of the whole day or from its time on.
 */
export function calendarWriter({ name, onInvalid, ...options }: CalendarOptions): CalendarWriter {
  const write = eventWriter(options)
  let empty = true
  return {
    head:
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Track//Track//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n' +
      textLine('NAME:', name) +
      textLine('X-WR-CALNAME:', name) +
      'REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n',
    events(items, source) {
      const events: string[] = []
      for (const item of items) {
        try {
          const event = write(item, source)
          if (event !== null) events.push(event)
        } catch (error) {
          onInvalid?.(item, error)
        }
      }
      if (events.length) empty = false
      return events.join('')
    },
    end: () => `${empty ? UTC_TIMEZONE : ''}END:VCALENDAR\r\n`,
  }
}

/** Writes a calendar of one space at once. */
export function calendar(
  items: Iterable<Item>,
  { source, ...options }: CalendarOptions & { source: ItemSource },
): string {
  const writer = calendarWriter(options)
  return writer.head + writer.events(items, source) + writer.end()
}
