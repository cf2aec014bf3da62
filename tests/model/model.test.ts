import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Item } from '#domain/fields.ts'
import { serverForThisTest } from '#testing/fixtures.ts'
import type { TestUser } from '#testing/test-server.ts'
import { commands, type Model, newAccount, type Real } from './commands.ts'

const RUNS = 8

/** Expects that the journal has no gaps and replays to the present items. */
async function checkJournal({ track }: TestUser, revision: number): Promise<void> {
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
  'any operations of several users behave as in a small model of Track: %s',
  async (variant) => {
    const server = await serverForThisTest(variant)
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (steps) => {
        server.clock.set('2026-03-10T12:00:00Z')
        const people = await Promise.all([server.addAnyUser(), server.addAnyUser()])
        const model: Model = { accounts: people.map(newAccount), today: '2026-03-10' }
        const real: Real = { server, users: people.map((person) => ({ user: person, ids: [] })) }
        await fc.asyncModelRun(() => ({ model, real }), steps)
        for (const [i, person] of people.entries()) await checkJournal(person, model.accounts[i]!.revision)
      }),
      { numRuns: RUNS },
    )
  },
  60_000,
)
