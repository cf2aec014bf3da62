import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findInconsistencies } from '#service/consistency-check.ts'
import { upkeep } from '#service/upkeep.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { propertyRuns } from '#testing/test-server.ts'
import { anyWrite, applyWrite } from '#testing/random-writes.ts'

const DAY = 24 * 60 * 60 * 1000

describe.each(['direct', 'postgres, direct'] as const)('%s', (variant) => {
  const server = useTestServer(variant)

  it('finds no inconsistency after any writes, with a compacted journal or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyWrite, { minLength: 5, maxLength: 30 }),
        fc.array(anyWrite, { maxLength: 10 }),
        async (early, late) => {
          const { track } = await server.addAnyUser()
          for (const step of early) await applyWrite(track, step)
          await track.changes.undo().catch(() => {})
          expect(await findInconsistencies(server.deps.engine)).toEqual([])
          server.clock.advance(500 * DAY)
          await track.items.add({ kind: 'todo', title: 'Young' })
          await upkeep(server.deps)
          expect(await findInconsistencies(server.deps.engine)).toEqual([])
          for (const step of late) await applyWrite(track, step)
          expect(await findInconsistencies(server.deps.engine)).toEqual([])
        },
      ),
      { numRuns: propertyRuns(20)(variant) },
    )
  })
})
