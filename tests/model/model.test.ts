import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Item } from '#domain/fields.ts'
import { openHouse, type Person } from '#testing/house.ts'
import { commands, type Model, newAccount, type Real } from './commands.ts'

const RUNS = 8

/** The whole journal, without a gap, leads to the items as they stand. */
async function replays({ track }: Person, revision: number): Promise<void> {
  const items = new Map<string, Item>()
  let since = 0
  for (let more = true; more;) {
    const page = await track.changes.list({ since, limit: 50 })
    for (const change of page.changes) {
      expect(change.revision).toBe(++since)
      for (const { id, before, after } of change.items!) {
        expect(items.get(id) ?? null).toEqual(before)
        if (after) items.set(id, after)
        else items.delete(id)
      }
    }
    more = page.more
  }
  expect(since).toBe(revision)
  const { items: listed } = await track.items.list({ status: 'all', limit: 1000 })
  expect(new Map(listed.map((item) => [item.id, item]))).toEqual(items)
}

it.each(['http', 'postgres, two nodes'] as const)(
  'whatever several users do answers as a small model of Track does: %s',
  async (way) => {
    const house = await openHouse(way)
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (steps) => {
        house.clock.set('2026-03-10T12:00:00Z')
        const people = await Promise.all([house.anyone(), house.anyone()])
        const model: Model = { accounts: people.map(newAccount), today: '2026-03-10' }
        const real: Real = { house, people: people.map((person) => ({ person, ids: [] })) }
        await fc.asyncModelRun(() => ({ model, real }), steps)
        for (const [i, person] of people.entries()) await replays(person, model.accounts[i]!.revision)
      }),
      { numRuns: RUNS },
    )
    await house.close()
  },
  60_000,
)
