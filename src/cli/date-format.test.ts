import { expect, test } from 'vitest'
import { dayHeading, formatDue, formatLocalDateTime, formatPast, formatDay } from './date-format.ts'

const TODAY = '2026-11-22' // a Sunday

test.each([
  ['2026-11-22', 'today'],
  ['2026-11-23', 'tomorrow'],
  ['2026-11-24', 'Tue'],
  ['2026-11-28', 'Sat'],
  ['2026-11-29', '29 Nov'],
  ['2026-12-02', '2 Dec'],
  ['2027-01-02', '2 Jan 2027'],
  ['2026-11-21', '1 day late'],
  ['2026-11-19', '3 days late'],
  ['2025-11-22', '365 days late'],
])('due %s is %s', (day, expected) => expect(formatDue(day, TODAY)).toBe(expected))

test.each([
  ['2026-11-22', 'today'],
  ['2026-11-21', 'yesterday'],
  ['2026-11-19', '3 days ago'],
  ['2026-10-01', '1 Oct'],
  ['2025-10-01', '1 Oct 2025'],
])('done %s was %s', (day, expected) => expect(formatPast(day, TODAY)).toBe(expected))

test('headings and moments', () => {
  expect(dayHeading('2026-11-22', TODAY)).toBe('Today · Sun 22 Nov')
  expect(dayHeading('2026-11-23', TODAY)).toBe('Tomorrow · Mon 23 Nov')
  expect(dayHeading('2026-12-05', TODAY)).toBe('Sat 5 Dec')
  expect(formatDay('2026-01-09', TODAY)).toBe('9 Jan')
  expect(formatLocalDateTime({ day: '2026-11-21', time: '14:03' }, TODAY)).toBe('21 Nov 14:03')
})
