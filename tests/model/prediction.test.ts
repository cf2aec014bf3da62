import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OperationName } from '#contract/operations.ts'
import { type Track, trackFrom } from '#contract/track.ts'
import { todayIn } from '#domain/dates.ts'
import { EFFECTS } from '#domain/effects/effects.ts'
import { TrackError } from '#domain/errors.ts'
import { addAll } from '#testing/builders.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { anyWrite, applyWrite } from '#testing/random-writes.ts'
import { idsOf, predict } from '../../src/web/live/replica/optimistic.ts'
import { issuedIds, reconcile } from '../../src/web/live/replica/reconcile.ts'
import { emptyState, type State, type PendingChange } from '../../src/web/live/replica/state.ts'

const server = useTestServer('direct')
const RUNS = 60

async function stateOf(track: Track): Promise<State> {
  const state = emptyState()
  const { items, projects, features } = await track.changes.snapshot({})
  for (const item of items) state.items.set(item.id, item)
  for (const project of projects) state.projects.set(project.slug, project)
  for (const feature of features) state.features.set(feature.id, feature)
  return state
}

/** A state without bookkeeping and with the real id in the place of each provisional one. */
function comparable({ items, projects, features }: State, ids: ReadonlyMap<string, string>): unknown {
  const real = (value: unknown) => (typeof value === 'string' ? (ids.get(value) ?? value) : value)
  const plain = (entity: object) =>
    Object.fromEntries(
      Object.entries(entity)
        .filter(([name]) => !['revision', 'updated_at'].includes(name))
        .map(([name, value]) => [name, real(value)]),
    )
  const sorted = (map: ReadonlyMap<string, object>) =>
    Object.fromEntries([...map].map(([id, entity]): [string, object] => [ids.get(id) ?? id, plain(entity)]))
  return { items: sorted(items), projects: sorted(projects), features: sorted(features) }
}

/** The ids that a write gave, each by the provisional one: both are given in the order of the write. */
function realIds(before: State, after: State, newIds: readonly string[], answer: unknown): Map<string, string> {
  const added = new Set([...after.items.keys(), ...after.features.keys()])
  for (const id of [...before.items.keys(), ...before.features.keys()]) added.delete(id)
  const inAnswer = [...JSON.stringify(answer ?? null).matchAll(/"id":"([a-z]-[0-9a-f]+)"/g)].map(([, id]) => id!)
  const given = [...new Set(inAnswer)].filter((id) => added.has(id))
  return new Map(newIds.map((id, i) => [id, given[i] ?? 'missing']))
}

const outcome = (error: unknown) => {
  if (error instanceof TrackError) return `${error.code}: ${error.message}`
  throw error
}

/** Enough of each kind in one bucket for moves to have neighbours on both sides. */
async function fillBuckets(track: Track): Promise<void> {
  await track.projects.add({ title: 'Boat' })
  const titles = ['A', 'B', 'C', 'D']
  await addAll(track, 'todo', titles)
  await addAll(track, 'grocery', titles)
  await addAll(track, 'gift', titles)
  await addAll(track, 'chore', titles, { every: 'weekly' })
  await addAll(track, 'task', titles, { project: 'boat' })
}

/** A Track that predicts each write before it is done, and compares. */
function predicting(track: Track, seen: Map<string, number>): Track {
  return trackFrom(async (operation, input, options) => {
    const { name, method } = operation
    if (method === 'GET') return track.call(name, input, options)
    const [before, predicted] = [await stateOf(track), await stateOf(track)]
    const at = server.clock.now()
    const change: PendingChange = {
      seq: 1,
      tab: '',
      op: name as PendingChange['op'],
      input: input as Record<string, unknown>,
      key: '',
      at: at.toISOString(),
      today: todayIn('UTC', at),
      timezone: 'UTC',
      newIds: [],
      changedIds: [],
      description: '',
    }
    let expected: string | Pick<PendingChange, 'newIds' | 'changedIds'>
    try {
      expected = idsOf(predict(predicted, change))
    } catch (error) {
      expected = outcome(error)
    }
    const written = JSON.stringify({ name, input })
    seen.set(name, (seen.get(name) ?? 0) + 1)
    try {
      const result = await track.call(name, input, options)
      if (typeof expected === 'string') expect.unreachable(`${written}: ${expected}`)
      const after = await stateOf(track)
      const ids = realIds(before, after, expected.newIds, result.output)
      expect(comparable(predicted, ids), written).toEqual(comparable(after, new Map()))
      const pending = { ...change, ...expected }
      const ofItems = [...ids].filter(([, id]) => after.items.has(id))
      expect([...issuedIds(pending, result)], written).toEqual(ofItems)
      reconcile(before, pending, result)
      expect(comparable(before, ids), written).toEqual(comparable(after, new Map()))
      return result
    } catch (error) {
      if (!(error instanceof TrackError)) throw error
      // the server names the operation of a batch
      if (name !== 'batch.run') expect(expected, written).toBe(outcome(error))
      else expect(expected, written).toBeTypeOf('string')
      expect(comparable(predicted, new Map()), written).toEqual(comparable(before, new Map()))
      throw error
    }
  })
}

it(
  'the page predicts what the server does and knows what it adds, for every operation that it can',
  { timeout: 300_000 },
  async () => {
    const seen = new Map<string, number>()
    const walk = fc.array(anyWrite, { minLength: 15, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(walk, async (steps) => {
        const { track } = await server.addAnyUser()
        await fillBuckets(track)
        const watched = predicting(track, seen)
        for (const step of steps) await applyWrite(watched, step)
      }),
      { numRuns: RUNS },
    )
    const operations: OperationName[] = [...(Object.keys(EFFECTS) as OperationName[]), 'batch.run']
    for (const name of operations) expect(seen.get(name), name).toBeGreaterThan(5)
    expect([...seen.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(1000)
  },
)
