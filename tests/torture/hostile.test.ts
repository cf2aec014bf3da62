import { expect, it } from 'vitest'
import { GROUNDS } from './ground.ts'
import { hostile } from './hostile.ts'

const MOST_MEMORY_MB = 300

it.each(['SQLite', 'PostgreSQL'] as const)(
  'on %s a thousand hostile requests are answered in words, in time, and all is right afterwards',
  async (on) => {
    const ground = await GROUNDS[on]()
    const { requests, findings, statuses, memory } = await hostile(ground, { requests: 1000, seed: 11 })
    expect(requests).toBe(1000)
    expect(findings).toEqual([])
    for (const status of [200, 201, 204, 400, 401, 403, 404, 409, 413])
      expect(statuses[status], `status ${status}`).toBeGreaterThan(0)
    expect(memory.late).toBeLessThan(MOST_MEMORY_MB)
    await ground.remove()
  },
  60_000,
)
