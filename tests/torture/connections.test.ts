import { expect, it } from 'vitest'
import { floodConnections } from './connections.ts'
import { TARGETS } from './targets.ts'

/** Other tests run meanwhile; `npm run torture` asks for a tenth of it. */
const MAX_WAIT_MS = 2000

it('connections without a key keep nobody with one waiting', async () => {
  const target = await TARGETS.SQLite()
  const { kept, fresh, open } = await floodConnections(target, { idle: 500, slow: 100, pipelining: 50, seconds: 5 })
  expect(open).toBeGreaterThan(500)
  expect(kept.failed + fresh.failed).toBe(0)
  expect(Math.max(kept.max, fresh.max)).toBeLessThan(MAX_WAIT_MS)
  await target.remove()
}, 60_000)
