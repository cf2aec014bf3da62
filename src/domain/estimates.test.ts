import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimatePhrase, readEstimate } from './estimates.ts'

describe('estimates', () => {
  it.each<[string | number, number | null]>([
    ['5m', 5],
    ['1h30m', 90],
    ['1h 30m', 90],
    ['1 h 30 min', 90],
    ['1h30', 90],
    ['2h', 120],
    ['1.5h', 90],
    ['1,5h', 90],
    ['0,25 hours', 15],
    ['0.25 h', 15],
    ['90', 90],
    ['90min', 90],
    ['90 minutes', 90],
    ['2 hours', 120],
    [' 15M ', 15],
    ['1.33h', 80],
    ['100000', 100_000],
    [90, 90],
    [1, 1],
    ['none', null],
    ['None', null],
  ])('%j is %s minutes', (text, minutes) => {
    expect(readEstimate(text)).toEqual({ value: minutes })
  })

  it.each<string | number>([
    '',
    'soon',
    '0',
    '0m',
    '0.001h',
    '-5m',
    '1.5h30m',
    '1.5m',
    '2d',
    '5x',
    'h',
    '1h30m15s',
    '100001',
    '9999h',
    '1e3',
    '5m 5m',
    'm5',
    '1:30',
    0,
    -5,
    1.5,
    NaN,
    Infinity,
    100_001,
  ])('refuses %j', (text) => {
    const { problem, value } = readEstimate(text)
    expect(value).toBeUndefined()
    expect(problem).toMatch(/estimate.*\(accepted: 15m, 90, 2h, 1\.5h, 1h30m, none\)$/)
  })

  it.each([
    [15, '15m'],
    [60, '1h'],
    [90, '1h30m'],
    [120, '2h'],
    [605, '10h5m'],
    [0, '0m'],
  ])('says %d as %s', (minutes, phrase) => {
    expect(estimatePhrase(minutes)).toBe(phrase)
  })

  it('reads back what it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (minutes) => {
        for (const text of [minutes, String(minutes), estimatePhrase(minutes)])
          expect(readEstimate(text)).toEqual({ value: minutes })
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.double()), (input) => void readEstimate(input)))
  })
})
