import { expect, it } from 'vitest'
import { TARGETS } from './targets.ts'
import { sendWorstRequests } from './worst.ts'

const MAX_MEMORY_MB = 400
/** One of each kind. */
const ONLY = /an import|order|batch|large notes|nine days/.source
/** Other tests run meanwhile; `npm run torture` asks for a tenth of it. */
const MAX_WAIT_MS = 5000

it.each(['SQLite', 'PostgreSQL'] as const)(
  'on %s the worst that one user may ask for keeps nobody else waiting, and ends no server',
  async (on) => {
    const target = await TARGETS[on]()
    for (const { name, statuses, max, failed, memory } of await sendWorstRequests(target, {
      items: 500,
      only: ONLY,
    })) {
      expect(
        Object.keys(statuses).filter((status) => !/^(200|201|400|404|413|429)$/.test(status)),
        name,
      ).toEqual([])
      expect(failed, name).toBe(0)
      expect(max, name).toBeLessThan(MAX_WAIT_MS)
      expect(memory, name).toBeLessThan(MAX_MEMORY_MB)
    }
    await target.remove()
  },
  120_000,
)
