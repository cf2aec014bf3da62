import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { Item } from '#domain/fields.ts'
import { anyText, cleaned } from './any-text.ts'
import { calendar, type CalendarOptions } from './calendar.ts'
import { description } from './description.ts'
import { sample, USER } from './sample.ts'
import { escapeText } from './text.ts'

const feed = (items: Iterable<Item>, options: Partial<CalendarOptions> = {}) =>
  calendar(items, { name: 'Track', source: { ownerId: USER }, repeat: false, timezone: 'UTC', ...options })
const events = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
const titles = (text: string) => events(text).map((event) => event.getFirstPropertyValue('summary'))

const text = anyText(15)
/** ical.js takes a comma after an escaped backslash for an escaped comma, and drops empty values. */
const tag = text.filter((tag) => cleaned(tag) !== '' && !cleaned(tag).endsWith('\\'))

test('ical.js reads back what was written, out of lines of at most 75 octets', () => {
  const item = fc.record({
    title: text,
    notes: fc.option(text),
    tags: fc.array(tag, { maxLength: 6 }),
    url: fc.option(fc.webUrl({ withQueryParameters: true, withFragments: true })),
    recipient: fc.option(text),
    status: fc.constantFrom('todo' as const, 'done' as const, 'canceled' as const),
  })
  fc.assert(
    fc.property(item, text, (fields, name) => {
      const written = feed([sample(fields)], { name })
      for (const line of written.slice(0, -2).split('\r\n')) {
        expect(line).not.toMatch(/[\r\n]/)
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      }
      const read = new ICAL.Component(ICAL.parse(written))
      expect(read.getFirstPropertyValue('name')).toBe(escapeText(name)) // ical.js does not know NAME to be a text
      const event = read.getFirstSubcomponent('vevent')!
      expect(event.getFirstPropertyValue('summary')).toBe(
        (fields.status === 'done' ? '✓ ' : '') + cleaned(fields.title),
      )
      expect(event.getFirstPropertyValue('description') ?? '').toBe(cleaned(description(sample(fields))))
      expect(event.getFirstProperty('categories')?.getValues() ?? []).toEqual(fields.tags.map(cleaned))
      expect(event.getFirstPropertyValue('url')).toBe(fields.url)
    }),
    { numRuns: 1000 },
  )
})

test('a feed, word for word', () => {
  const gift = sample({
    id: 's-9c01',
    kind: 'gift',
    title: 'Scarf; the red one',
    priority: 1,
    due: '2026-12-31',
    tags: ['family', 'a,b'],
    notes: 'Wool.\r\nNot too long',
    every: 'yearly',
    anchor: '2025-12-31',
    recipient: 'Mom',
    occasion: 'birthday',
    budget: 49.9,
    url: 'https://shop.example/scarves?color=red;size=m',
  })
  expect(feed([gift], { name: 'Track (ryan)', repeat: true }).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Track//Track//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'NAME:Track (ryan)',
    'X-WR-CALNAME:Track (ryan)',
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    'BEGIN:VEVENT',
    'UID:s-9c01.309234af-1a2b-4c3d-8e9f-0a1b2c3d4e5f@track',
    'DTSTAMP:20260302T093015Z',
    'CREATED:20260301T080000Z',
    'LAST-MODIFIED:20260302T093015Z',
    'SEQUENCE:7',
    'DTSTART;VALUE=DATE:20261231',
    'DTEND;VALUE=DATE:20270101',
    'RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31',
    'SUMMARY:Scarf\\; the red one',
    'DESCRIPTION:Wool.\\nNot too long\\n\\nFor Mom · birthday\\nBudget: $49.90\\nRep',
    ' eats yearly\\nhttps://shop.example/scarves?color=red\\;size=m',
    'CATEGORIES:family,a\\,b',
    'URL:https://shop.example/scarves?color=red;size=m',
    'PRIORITY:1',
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

describe('an event', () => {
  test.each([
    [1, 1],
    [2, 3],
    [3, 5],
    [4, 7],
    [5, 9],
    [8, 0],
  ])('of priority %i has the priority %i', (priority, written) => {
    expect(feed([sample({ priority })])).toContain(`\r\nPRIORITY:${written}\r\n`)
  })

  test('tells whether it is done or canceled', () => {
    const done = feed([sample({ status: 'done', every: 'daily' })], { repeat: true })
    expect(done).toContain('\r\nSUMMARY:✓ File taxes\r\n')
    expect(done).not.toContain('RRULE')
    const canceled = feed([sample({ status: 'canceled' })])
    expect(canceled).toContain('\r\nSUMMARY:File taxes\r\n')
    expect(canceled).toContain('\r\nSTATUS:CANCELLED\r\n')
  })

  test('ends on the day after, across months, leap days and years', () => {
    expect(feed([sample({ due: '2028-02-28' })])).toContain(
      'DTSTART;VALUE=DATE:20280228\r\nDTEND;VALUE=DATE:20280229\r\n',
    )
    expect(feed([sample({ due: '2026-12-31' })])).toContain(
      'DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n',
    )
    expect(feed([sample({ due: '9999-12-31' })])).toContain('DTSTART;VALUE=DATE:99991231\r\nSUMMARY')
  })

  test('has instants in UTC, without a fraction', () => {
    expect(feed([sample({ updated_at: '2026-03-02T23:30:00+02:00' })])).toContain(
      '\r\nLAST-MODIFIED:20260302T213000Z\r\n',
    )
    expect(feed([sample({ updated_at: '2026-03-02T23:30:00Z' })])).toContain('\r\nDTSTAMP:20260302T233000Z\r\n')
  })

  test('has an ASCII link', () => {
    expect(feed([sample({ url: 'https://münchen.example/größe x?a="b"' })])).toContain(
      '\r\nURL:https://xn--mnchen-3ya.example/gr%C3%B6%C3%9Fe%20x?a=%22b%22\r\n',
    )
  })

  test.each<[Partial<Item>, string]>([
    [{}, ''],
    [{ notes: 'Bring *all* papers' }, 'Bring *all* papers'],
    [
      { kind: 'chore', every: '2 weeks', last_done: '2026-04-01', estimate: 90 },
      'Estimate: 1h30m\nRepeats every 2 weeks\nLast done 2026-04-01',
    ],
    [
      { kind: 'task', project: 'kitchen-reno', notes: 'Oak', url: 'https://a.example/' },
      'Oak\n\nProject: kitchen-reno\nhttps://a.example/',
    ],
    [
      { kind: 'gift', recipient: 'Mom', budget: 50, bought_on: '2026-04-02' },
      'For Mom\nBudget: $50\nBought on 2026-04-02',
    ],
    [{ kind: 'gift', occasion: 'birthday' }, 'Occasion: birthday'],
  ])('describes %j', (fields, expected) => {
    expect(description(sample(fields))).toBe(expected)
  })
})

test('items without a due date have no event', () => {
  const bad: Item[] = []
  const written = feed([sample({ due: null }), sample({ title: 'B' })], { onInvalid: (item) => bad.push(item) })
  expect(titles(written)).toEqual(['B'])
  expect(bad).toEqual([])
})

test('a calendar without an event holds a component all the same', () => {
  const read = new ICAL.Component(ICAL.parse(feed([])))
  expect(read.getAllSubcomponents().map((part) => part.name)).toEqual(['vtimezone'])
})

test('an invalid item is skipped and reported, and the others are there', () => {
  const bad: unknown[] = [
    ...['', '2026-02-30', '2026-13-01', '26-01-01', '2026-01-01\r\nX:1', 'tomorrow', 5].map((due) => ({
      ...sample(),
      due,
    })),
    ...['', 'yesterday', '2026-02-30T10:00:00.000Z', '2026-02-03T25:00:00.000Z'].map((updated_at) => ({
      ...sample(),
      updated_at,
    })),
    ...[-1, 1.5, NaN, '1\r\nX:1'].map((revision) => ({ ...sample(), revision })),
    { ...sample(), title: null },
    { ...sample(), tags: null },
    { ...sample(), tags: [7] },
    { ...sample(), url: 'nowhere at all' },
    { ...sample(), every: 'sometimes' },
    null,
  ]
  const skipped: unknown[] = []
  const items = bad.flatMap((item, at) => [sample({ id: `t-${at}`, title: `good ${at}` }), item as Item])
  const written = feed(items, {
    repeat: true,
    onInvalid: (item, error) => skipped.push([item, error instanceof Error]),
  })
  expect(skipped).toEqual(bad.map((item) => [item, true]))
  expect(titles(written)).toEqual(bad.map((_, at) => `good ${at}`))
  expect(titles(feed(items, { repeat: true }))).toHaveLength(bad.length)
})

test('events keep their order, however many there are', () => {
  const items = Array.from({ length: 1234 }, (_, at) => sample({ title: `item ${at}` }))
  expect(titles(feed(items.values()))).toEqual(items.map((item) => item.title))
})
