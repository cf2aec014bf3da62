import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contents, revisionOf } from '#testing/builders.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { propertyRuns, VARIANTS } from '#testing/test-server.ts'
import { anyWrite, type RandomWrite, applyWrite } from '#testing/random-writes.ts'

const RUNS = propertyRuns(15)

describe.each(VARIANTS)('any sequence of writes, %s', (variant) => {
  const server = useTestServer(variant)

  it('is taken back by as many undos, and done again by as many redos', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyWrite, { minLength: 5, maxLength: 20, size: 'max' }), async (steps) => {
        const { track } = await server.addAnyUser()
        const first = await contents(track)
        for (const step of steps) await applyWrite(track, step)
        const [last, writes] = [await contents(track), await revisionOf(track)]
        for (let i = 0; i < writes; i++) await track.changes.undo({})
        expect(await contents(track)).toEqual(first)
        await expect(track.changes.undo({})).rejects.toMatchObject({ code: 'conflict' })
        for (let i = 0; i < writes; i++) await track.changes.undo({ redo: true })
        expect(await contents(track)).toEqual(last)
        await expect(track.changes.undo({ redo: true })).rejects.toMatchObject({ code: 'conflict' })
        expect(await revisionOf(track)).toBe(3 * writes)
      }),
      { numRuns: RUNS(variant), endOnFailure: true },
    )
  }, 60_000)

  it('mixed with undos and redos always stands where a stack of states would', async () => {
    const undo = fc.constant('undo' as const)
    const redo = fc.constant('redo' as const)
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof({ weight: 3, arbitrary: anyWrite }, { weight: 2, arbitrary: undo }, { weight: 1, arbitrary: redo }),
          { maxLength: 20, size: 'max' },
        ),
        async (steps) => {
          const { track } = await server.addAnyUser()
          const past = [await contents(track)]
          let future: typeof past = []
          for (const step of steps) {
            const before = await revisionOf(track)
            if (step === 'undo' && past.length > 1) future.push(past.pop()!)
            if (step === 'redo' && future.length) past.push(future.pop()!)
            if (typeof step === 'string') await track.changes.undo({ redo: step === 'redo' }).catch(() => {})
            else await applyWrite(track, step satisfies RandomWrite)
            if (typeof step !== 'string' && (await revisionOf(track)) > before) {
              past.push(await contents(track))
              future = []
            }
            expect(await contents(track)).toEqual(past.at(-1))
          }
        },
      ),
      { numRuns: RUNS(variant), endOnFailure: true },
    )
  }, 60_000)

  it('leaves a journal that replays to the state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyWrite, { minLength: 5, maxLength: 20, size: 'max' }), async (steps) => {
        const { track } = await server.addAnyUser()
        for (const step of steps) await applyWrite(track, step)
        const { changes, revision } = await track.changes.list({ since: 0, limit: 1000 })
        expect(changes.map((change) => change.revision)).toEqual(Array.from({ length: revision }, (_, i) => i + 1))
        const replayed = new Map<string, unknown>()
        for (const { items, projects, features } of changes) {
          for (const { id, before, after } of [...items!, ...projects, ...features]) {
            expect(replayed.get(id) ?? null).toEqual(before)
            replayed.set(id, after)
          }
        }
        const { items } = await track.items.list({ status: 'all', limit: 1000 })
        for (const item of items) expect(replayed.get(item.id)).toEqual(item)
      }),
      { numRuns: RUNS(variant), endOnFailure: true },
    )
  }, 60_000)
})
