import { expect, it } from 'vitest'
import { failOverRepeatedly, MAX_RECOVERY_MS } from './failover.ts'

/** A few failovers; `npm run torture` runs twenty. */
it('loses and doubles nothing when the primary dies under 16 writers and its standby takes over', async () => {
  const result = await failOverRepeatedly({ failovers: 2, writers: 16, seed: 3, haproxy: false, durable: false })
  expect(result).toMatchObject({ failovers: 2, lost: 0, doubled: 0, gaps: 0, mismatched: 0, wrong: [] })
  expect(result.unavailableReads).toBeGreaterThan(0)
  expect(result.acknowledged).toBeGreaterThan(100)
  expect(Math.max(...result.recoveriesMs)).toBeLessThan(MAX_RECOVERY_MS)
}, 60_000)
