import { expect, it } from 'vitest'
import { TARGETS } from './targets.ts'
import { sendHostileRequests } from './hostile.ts'

const MAX_MEMORY_MB = 300

it.each(['SQLite', 'PostgreSQL'] as const)(
  'on %s a thousand hostile requests get proper responses in time, and all data is intact afterwards',
  async (on) => {
    const target = await TARGETS[on]()
    const { requests, findings, statuses, memory } = await sendHostileRequests(target, { requests: 1000, seed: 11 })
    expect(requests).toBe(1000)
    expect(findings).toEqual([])
    for (const status of [200, 201, 204, 400, 401, 403, 404, 409, 413])
      expect(statuses[status], `status ${status}`).toBeGreaterThan(0)
    expect(memory.late).toBeLessThan(MAX_MEMORY_MB)
    await target.remove()
  },
  60_000,
)
