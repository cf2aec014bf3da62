import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  dayFrom,
  daysBetween,
  daysIn,
  isDay,
  isZone,
  monthsBetween,
  shiftDays,
  shiftMonths,
  spellZone,
  todayIn,
  weekday,
} from './dates.ts'

const anyDay = fc.integer({ min: 0, max: daysBetween('1900-01-01', '9999-12-31') }).map((n) => addDays('1900-01-01', n))
const nearDay = fc.integer({ min: 0, max: 80_000 }).map((n) => addDays('1950-01-01', n))

describe('days', () => {
  it.each(['2026-06-01', '2024-02-29', '2000-02-29', '1900-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true)
  })

  it.each([
    '',
    '2026-6-1',
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-04-31',
    '1899-12-31',
    '0000-01-01',
    '10000-01-01',
    '2026-06-01\n',
    ' 2026-06-01',
    '2026-06-01T00:00',
    '２０２６-06-01',
    '-026-06-01',
  ])('%j is no day', (text) => {
    expect(isDay(text)).toBe(false)
  })

  it('knows weekdays', () => {
    expect(weekday('2026-06-01')).toBe(1)
    expect(weekday('2026-06-07')).toBe(7)
    expect(weekday('1900-01-01')).toBe(1)
    expect(weekday('9999-12-31')).toBe(5)
  })

  it('clamps months to their last day', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28')
    expect(addMonths('2026-11-15', 2)).toBe('2027-01-15')
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
  })

  it('stops at the ends of the calendar', () => {
    for (const n of [1, 1e9, 1e20, Infinity, NaN]) {
      expect(shiftDays('9999-12-31', n)).toBeUndefined()
      expect(shiftMonths('9999-12-31', n)).toBeUndefined()
      expect(() => addDays('9999-12-31', n)).toThrow(RangeError)
      expect(() => addMonths('9999-12-31', n)).toThrow(RangeError)
    }
    expect(() => addDays('1900-01-01', -1)).toThrow(RangeError)
    expect(() => addMonths('1900-01-31', -1)).toThrow(RangeError)
  })

  it('adds and takes away the same', () => {
    fc.assert(
      fc.property(nearDay, fc.integer({ min: -15_000, max: 15_000 }), (day, n) => {
        const other = addDays(day, n)
        expect(isDay(other)).toBe(true)
        expect(daysBetween(day, other)).toBe(n)
        expect(addDays(other, -n)).toBe(day)
        expect((((weekday(other) - weekday(day) - n) % 7) + 7) % 7).toBe(0)
        expect(Math.sign(n)).toBe(day < other ? 1 : day > other ? -1 : 0)
      }),
    )
  })

  it('goes by months to the same day or the last one', () => {
    fc.assert(
      fc.property(nearDay, fc.integer({ min: -500, max: 2000 }), (day, n) => {
        const other = addMonths(day, n)
        expect(monthsBetween(day, other)).toBe(n)
        const most = daysIn(Number(other.slice(0, 4)), Number(other.slice(5, 7)))
        expect(Number(other.slice(8))).toBe(Math.min(Number(day.slice(8)), most))
      }),
    )
  })

  it('takes days apart and puts them together', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayFrom(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8)))).toBe(day)
        expect(isDay(day)).toBe(true)
      }),
    )
  })

  it('has leap years by the Gregorian rule', () => {
    for (let year = 1900; year <= 2500; year++) {
      const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      expect(isDay(`${year}-02-29`)).toBe(leap)
      expect(daysBetween(`${year}-01-01`, `${year}-12-31`)).toBe(leap ? 365 : 364)
    }
  })
})

describe('today', () => {
  it.each([
    ['UTC', '2026-06-01T23:59:59.999Z', '2026-06-01'],
    ['UTC', '2026-06-02T00:00:00Z', '2026-06-02'],
    ['America/Los_Angeles', '2026-06-02T06:59:59Z', '2026-06-01'],
    ['America/Los_Angeles', '2026-06-02T07:00:00Z', '2026-06-02'],
    ['America/Los_Angeles', '2026-03-08T07:59:59Z', '2026-03-07'],
    ['America/Los_Angeles', '2026-03-09T06:59:59Z', '2026-03-08'],
    ['America/Los_Angeles', '2026-11-02T07:59:59Z', '2026-11-01'],
    ['Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28'],
    ['Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
    ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
    ['Europe/Berlin', '2026-12-31T23:00:00Z', '2027-01-01'],
    ['Asia/Kathmandu', '2026-06-01T18:15:00Z', '2026-06-02'],
    ['Pacific/Kiritimati', '2026-06-01T10:00:00Z', '2026-06-02'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['Africa/Cairo', '2026-04-23T21:59:59Z', '2026-04-23'],
    ['Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24'],
  ])('in %s at %s it is %s', (zone, instant, day) => {
    expect(todayIn(zone, new Date(instant))).toBe(day)
  })

  it('agrees with the offset of every zone, late in the evening and around midnight', () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC']
    const dates = ['2026-03-08', '2026-03-29', '2026-06-01', '2026-10-04', '2026-10-25', '2026-11-01', '2026-12-31']
    for (const zone of zones) {
      expect(isZone(zone)).toBe(true)
      const offsets = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
      for (const date of dates) {
        for (let hours = -14; hours <= 26; hours += 4) {
          const instant = new Date(Date.parse(`${date}T23:59:59Z`) + hours * 3_600_000)
          const name = offsets.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? ''
          const [, sign, h, m] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? []
          const offset = (sign === '-' ? -1 : 1) * (Number(h ?? 0) * 60 + Number(m ?? 0)) * 60_000
          expect(todayIn(zone, instant), `${zone} ${instant.toISOString()}`).toBe(
            new Date(instant.getTime() + offset).toISOString().slice(0, 10),
          )
        }
      }
    }
  })

  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/PORT-AU-PRINCE', 'America/Port-au-Prince'],
    ['utc', 'UTC'],
    ['etc/gmt+5', 'Etc/GMT+5'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['US/Eastern', 'US/Eastern'],
    ['GB', 'GB'],
    ['us/eastern', 'America/New_York'],
    ['US/EASTERN', 'America/New_York'],
  ])('writes the zone %s as %s', (zone, name) => {
    expect(spellZone(zone)).toBe(name)
  })

  it('knows what is a zone', () => {
    expect(isZone('Europe/Berlin')).toBe(true)
    expect(isZone('UTC')).toBe(true)
    for (const zone of ['', 'Mars/Olympus', 'Europe/', 'a'.repeat(100_000), '../etc', 'Europe/Berlin '])
      expect(isZone(zone)).toBe(false)
    expect(() => todayIn('Mars/Olympus', new Date(0))).toThrow(RangeError)
  })
})
