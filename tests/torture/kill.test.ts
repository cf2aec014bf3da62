import { expect, it } from 'vitest'
import { TARGETS } from './targets.ts'
import { killRounds } from './kill.ts'

/** A few rounds; `npm run torture` runs a hundred. */
it.each([
  { on: 'SQLite', writers: 16, invalidEvery: 0 },
  { on: 'SQLite', writers: 32, invalidEvery: 3 },
  { on: 'PostgreSQL', writers: 16, invalidEvery: 0 },
  { on: 'PostgreSQL', writers: 32, invalidEvery: 3 },
] as const)(
  '$on loses and doubles nothing to kill -9 under $writers writers',
  async ({ on, writers, invalidEvery }) => {
    const target = await TARGETS[on]()
    const result = await killRounds(target, { rounds: 2, writers, invalidEvery, seed: 7 })
    expect(result).toMatchObject({ rounds: 2, lost: 0, doubled: 0, gaps: 0, mismatched: 0, damage: [], wrong: [] })
    expect(result.acknowledged).toBeGreaterThan(writers)
    expect(result.refused > 0).toBe(invalidEvery > 0)
    await target.remove()
  },
  60_000,
)
