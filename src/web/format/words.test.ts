import { addDays } from '#domain/dates.ts'
import { describe, expect, test } from 'vitest'
import { agoWords, count, dueWords, estimateWords, listWords, longDay, moneyWords, timeWords } from './words.ts'

const TODAY = '2026-11-22'

describe('words for people', () => {
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
  ])('due in %i days: %s', (days, said) => expect(dueWords(addDays(TODAY, days), TODAY)).toBe(said))

  test.each([
    [0, 'today'],
    [1, 'yesterday'],
    [3, '3 days ago'],
    [14, '2 weeks ago'],
    [93, '3 months ago'],
    [800, '2 years ago'],
  ])('%i days ago: %s', (days, said) => expect(agoWords(addDays(TODAY, -days), TODAY)).toBe(said))

  test('counts, times, money, lists and long days', () => {
    expect([count(1, 'item'), count(0, 'item'), count(1200, 'grocery', 'groceries')]).toEqual([
      '1 item',
      '0 items',
      '1,200 groceries',
    ])
    expect([estimateWords(20), estimateWords(60), estimateWords(80), timeWords(190), timeWords(120)]).toEqual([
      '20 min',
      '1 h',
      '1 h 20',
      '3 h 10 min',
      '2 h',
    ])
    expect([moneyWords(50), moneyWords(39.9), moneyWords(1480.5)]).toEqual(['$50', '$39.90', '$1,480.50'])
    expect([listWords([]), listWords(['a']), listWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c'])
    expect(longDay(TODAY)).toBe('Sunday 22 November')
  })
})
