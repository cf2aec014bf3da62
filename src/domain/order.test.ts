import fc from 'fast-check'
import { expect, it } from 'vitest'
import { positionsBetween, rearrangedPositions } from './order.ts'

const bucket = (count: number) => positionsBetween(null, null, count)!.map((position) => ({ position }))
const moved = (wanted: { position: string }[], positions: string[]) =>
  wanted.filter(({ position }, i) => position !== positions[i]).length

it('puts any order right', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(bucket(30), { minLength: 1 }), (wanted) => {
      const positions = rearrangedPositions(wanted)!
      expect(positions).toEqual([...new Set(positions)].toSorted())
    }),
  )
})

it('moves one where one was moved, whatever the size of the bucket', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (count, from, to) => {
      const wanted = bucket(count)
      const [one] = wanted.splice(from % count, 1)
      wanted.splice(to % count, 0, one!)
      expect(moved(wanted, rearrangedPositions(wanted)!)).toBe(from % count === to % count ? 0 : 1)
    }),
  )
})

it('moves none where all is in order', () => {
  const wanted = bucket(100)
  expect(rearrangedPositions(wanted)).toEqual(wanted.map(({ position }) => position))
})

it('gives up on equal positions that leave no room only where it must', () => {
  expect(rearrangedPositions([{ position: 'a1' }, { position: 'a1' }, { position: 'a2' }])).toEqual(['a0', 'a1', 'a2'])
})
