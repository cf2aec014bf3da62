import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disagreements } from '#service/agreement.ts'
import { upkeep } from '#service/upkeep.ts'
import { type House, openHouse, runs } from '#testing/house.ts'
import { anyStep, take } from '#testing/steps.ts'

const DAY = 24 * 60 * 60 * 1000

describe.each(['direct', 'postgres, direct'] as const)('%s', (way) => {
  let house: House
  beforeAll(async () => void (house = await openHouse(way)))
  afterAll(() => house.close())

  it('whatever is written, everything stands as the journal last told it, compacted or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 5, maxLength: 30 }),
        fc.array(anyStep, { maxLength: 10 }),
        async (early, late) => {
          const { track } = await house.anyone()
          for (const step of early) await take(track, step)
          await track.changes.undo().catch(() => {})
          expect(await disagreements(house.world.engine)).toEqual([])
          house.clock.advance(500 * DAY)
          await upkeep(house.world)
          expect(await disagreements(house.world.engine)).toEqual([])
          for (const step of late) await take(track, step)
          expect(await disagreements(house.world.engine)).toEqual([])
        },
      ),
      { numRuns: runs(20)(way) },
    )
  })
})
