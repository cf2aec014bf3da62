import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterAccepting, noteAccepted, TURN_MS } from './next-turn.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

it('work waits while connections are accepted, of which each turn takes one', async () => {
  const work = vi.fn()
  afterAccepting(work)
  for (let waiting = 0; waiting < 90; waiting++) {
    noteAccepted()
    await turn()
    expect(work).not.toHaveBeenCalled()
  }
  await turn()
  expect(work).toHaveBeenCalledOnce()
})

it('where connections go on coming, work waits no longer than a turn may last', async () => {
  const work = vi.fn()
  afterAccepting(work)
  noteAccepted()
  await turn()
  expect(work).not.toHaveBeenCalled()
  noteAccepted()
  vi.advanceTimersByTime(TURN_MS)
  await turn()
  expect(work).toHaveBeenCalledOnce()
})
