import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crossesPriority, rankedFirst, readRanks } from './rank-input.ts'

test.each([
  ['3 1 2', [2, 0, 1]],
  ['3,1,2', [2, 0, 1]],
  [' 3, 1 ', [2, 0]],
  ['', []],
  ['  ', []],
  [',', []],
])('"%s"', (line, places) => expect(readRanks(line, 3)).toEqual(places))

test.each([
  ['1 1', '1 is named twice; the order is as before'],
  ['4', '4 is not in the list, which goes from 1 to 3; the order is as before'],
  ['0', '0 is not in the list, which goes from 1 to 3; the order is as before'],
  ['1 x', '"x" is no number; the order is as before'],
  ['1-3', '"1-3" is no number; the order is as before'],
])('"%s" is refused', (line, message) => expect(() => readRanks(line, 3)).toThrow(message))

test('the named come first, the rest keeps its order, nothing is lost', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 9 })), (places) => {
      const order = rankedFirst('abcdefghij'.split(''), places)
      expect(order.toSorted().join('')).toBe('abcdefghij')
      expect(order.slice(0, places.length)).toEqual(places.map((place) => 'abcdefghij'[place]))
      const rest = order.slice(places.length)
      expect(rest).toEqual(rest.toSorted())
    }),
  )
})

test('an order that crosses priorities is noticed', () => {
  const order = (...priorities: number[]) => priorities.map((priority) => ({ priority }))
  expect(crossesPriority(order(1, 1, 2, 5))).toBe(false)
  expect(crossesPriority(order(1, 3, 2))).toBe(true)
})
