import { expect, it } from 'vitest'
import { GROUNDS } from './ground.ts'
import { killRounds } from './kill.ts'

/** A few rounds of what `npm run torture` does a hundred times. */
it.each([
  { on: 'SQLite', writers: 16, invalidEvery: 0 },
  { on: 'SQLite', writers: 32, invalidEvery: 3 },
  { on: 'PostgreSQL', writers: 16, invalidEvery: 0 },
  { on: 'PostgreSQL', writers: 32, invalidEvery: 3 },
] as const)(
  '$on loses and doubles nothing to kill -9 under $writers writers',
  async ({ on, writers, invalidEvery }) => {
    const ground = await GROUNDS[on]()
    const result = await killRounds(ground, { rounds: 2, writers, invalidEvery, seed: 7 })
    expect(result).toMatchObject({ rounds: 2, lost: 0, doubled: 0, gaps: 0, astray: 0, damage: [], wrong: [] })
    expect(result.acknowledged).toBeGreaterThan(writers)
    expect(result.refused > 0).toBe(invalidEvery > 0)
    await ground.remove()
  },
  60_000,
)
