import { addDays } from '#domain/dates.ts'
import { describe, expect, test } from 'vitest'
import { formatCount, formatDuration, formatEstimate, formatMoney } from './amounts.ts'
import { formatAgo, formatDue, formatLongDay } from './days.ts'
import { formatList } from './text.ts'

const TODAY = '2026-11-22'

describe('text for people', () => {
  test.each([
    [-400, '13 months late'],
    [-20, '2 weeks late'],
    [-3, '3 days late'],
    [-2, '2 days late'],
    [-1, 'Yesterday'],
    [0, 'Today'],
    [1, 'Tomorrow'],
    [2, 'Tue'],
    [6, 'Sat'],
    [7, '29 Nov'],
    [10, '2 Dec'],
    [60, '21 Jan 2027'],
  ])('due in %i days: %s', (days, expected) => expect(formatDue(addDays(TODAY, days), TODAY)).toBe(expected))

  test.each([
    [0, 'today'],
    [1, 'yesterday'],
    [3, '3 days ago'],
    [14, '2 weeks ago'],
    [93, '3 months ago'],
    [800, '2 years ago'],
  ])('%i days ago: %s', (days, expected) => expect(formatAgo(addDays(TODAY, -days), TODAY)).toBe(expected))

  test('counts, times, money, lists and long days', () => {
    expect([formatCount(1, 'item'), formatCount(0, 'item'), formatCount(1200, 'grocery', 'groceries')]).toEqual([
      '1 item',
      '0 items',
      '1,200 groceries',
    ])
    expect([
      formatEstimate(20),
      formatEstimate(60),
      formatEstimate(80),
      formatDuration(190),
      formatDuration(120),
    ]).toEqual(['20 min', '1 h', '1 h 20', '3 h 10 min', '2 h'])
    expect([formatMoney(50), formatMoney(39.9), formatMoney(1480.5)]).toEqual(['$50', '$39.90', '$1,480.50'])
    expect([formatList([]), formatList(['a']), formatList(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c'])
    expect(formatLongDay(TODAY)).toBe('Sunday 22 November')
  })
})
