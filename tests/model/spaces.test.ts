import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TrackError } from '#domain/errors.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { DAY_MS } from '#testing/clock.ts'
import { serverForThisTest } from '#testing/fixtures.ts'
import type { TestServer, TestUser } from '#testing/test-server.ts'
import type { ItemStep, MoveStep } from './household-items.ts'
import { applyStep, type Household, newSpace, type SpaceStep, visibleTo } from './household.ts'

/** `TRACK_MODEL_RUNS=500` for a long run. */
const RUNS = Number(process.env.TRACK_MODEL_RUNS ?? 6)
const STEPS = { minLength: 10, maxLength: 30, size: 'max' } as const

const who = fc.nat(2)
/** Else most steps would be refused. */
const ALL_IN_THE_FIRST = [1, 2].flatMap((user): SpaceStep[] => [
  { op: 'set', by: 0, space: 0, user, role: 'member' },
  { op: 'join', by: user, space: 0 },
])
/** The first space, in which all are, is that of most steps. */
const where = fc.constantFrom(0, 0, 1, 2)
const role = fc.constantFrom('owner', 'member')
const anyStep: fc.Arbitrary<SpaceStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('set'), by: who, space: where, user: who, role }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('join'), by: who, space: where }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('take out'), by: who, space: where, user: who }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('remove space'), by: fc.constant(0), space: fc.constant(2) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constantFrom('add', 'add', 'import'),
      by: who,
      space: where,
      assigned: fc.option(who),
      turns: fc.option(fc.shuffledSubarray([0, 1, 2], { minLength: 2 })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('assign'), by: who, space: where, nth: fc.nat(), user: who }) },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('done'),
      by: who,
      space: where,
      nth: fc.nat(),
      credited: fc.option(who),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('remove'), by: who, space: where, nth: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc
      .record({ op: fc.constant('move'), by: who, space: where, nth: fc.nat(), to: where, drop: fc.boolean() })
      .filter(({ space, to }) => space !== to),
  },
  { weight: 5, arbitrary: fc.record({ op: fc.constant('undo'), by: who, space: where }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('next day'), by: fc.constant(0), space: fc.constant(0) }) },
)

type NewItem = Extract<ItemStep, { assigned: unknown }>

/** Carries a step out; resolves with the code of its refusal, or with what was answered. */
async function carryOut(
  { clock }: TestServer,
  { spaces }: Household,
  people: readonly TestUser[],
  step: SpaceStep,
  n: number,
) {
  const { track } = people[step.by]!
  const nameOf = (user: number | null) => (user === null ? null : people[user]!.name)
  const { name, items } = spaces[step.space]!
  const inSpace = { space: name }
  const id = 'nth' in step ? ([...items.keys()][step.nth % Math.max(items.size, 1)] ?? 't-ffffff') : ''
  const user = 'user' in step ? people[step.user]!.name : ''
  const calls = {
    set: () => track.members.set({ name, user, role: (step as { role: 'owner' | 'member' }).role }),
    join: () => track.spaces.join({ name }),
    'take out': () => track.members.remove({ name, user }),
    'remove space': () => track.spaces.remove({ name }),
    add: () => track.items.add(itemOf(step as NewItem), inSpace),
    import: async () => {
      const { turns } = step as NewItem
      const id = turns ? 'c-00aa' : 't-00aa'
      const created_at = new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString() // else it would be the one before
      const item = { id, created_at, ...itemOf(step as NewItem) }
      await track.data.import({ format: 'track', version: 1, projects: [], features: [], items: [item] }, inSpace)
      return (await track.items.list({}, inSpace)).items.find(({ title }) => title === `Item ${n}`)
    },
    assign: () => track.items.update({ id, assigned: user }, inSpace),
    done: () => {
      const { credited } = step as { credited: number | null }
      return track.items.done({ id, ...(credited !== null && { by: people[credited]!.name }) }, inSpace)
    },
    move: () => {
      const { to, drop } = step as MoveStep
      return track.items.convert({ id, space: spaces[to]!.name, drop }, inSpace)
    },
    'next day': async () => clock.advance(DAY_MS),
    remove: () => track.items.remove({ id }, inSpace),
    undo: () => track.changes.undo({}, inSpace),
  }
  const answer = await (calls[step.op]() as Promise<unknown>).catch((error: TrackError) => ({ refused: error.code }))
  return { id, answer: (answer ?? {}) as { id?: string; refused?: string; items?: unknown } }

  function itemOf({ assigned, turns }: NewItem) {
    const about = { title: `Item ${n}`, assigned: nameOf(assigned) }
    if (!turns) return { kind: 'todo' as const, ...about }
    return { kind: 'chore' as const, every: 'daily', turns: turns.map((user) => people[user]!.name), ...about }
  }
}

/** What a user sees of all spaces, and that others are closed to them. */
async function compare({ spaces }: Household, person: TestUser, n: number, step: string): Promise<void> {
  const { items } = await person.track.items.list({ status: 'all', limit: 1000 }, { space: '*' })
  const seen = items.map(({ id, kind, title, status, assigned, turns, done_by, last_done, space }) => {
    return { id, kind, title, status, assigned, turns, done_by, last_done, space }
  })
  const byPlace = (all: typeof seen) => all.toSorted((a, b) => (`${a.space} ${a.id}` < `${b.space} ${b.id}` ? -1 : 1))
  const expected = spaces.flatMap((space) => visibleTo(space, n))
  expect(byPlace(seen), `${person.name} after ${step}`).toEqual(byPlace(expected as typeof seen))
  const { spaces: mine } = await person.track.me.get()
  const roles = spaces.flatMap(({ name, roles }) => (roles.has(n) ? [`${name} ${roles.get(n)}`] : []))
  expect(mine.map(({ name, role }) => `${name} ${role}`).toSorted(), step).toEqual(roles.toSorted())
  for (const { name, roles } of spaces)
    if (!['owner', 'member'].includes(roles.get(n) ?? ''))
      await expect(person.track.items.list({}, { space: name }), step).rejects.toMatchObject({ code: 'not_found' })
}

it.each(['direct', 'postgres, two nodes'] as const)(
  'any memberships and writes of three users show each what a small model does: %s',
  async (variant) => {
    const server = await serverForThisTest(variant)
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, STEPS), async (any) => {
        run++
        const steps = [...ALL_IN_THE_FIRST, ...any]
        const people = [await server.addAnyUser(), await server.addAnyUser(), await server.addAnyUser()]
        const today = () => server.clock.now().toISOString().slice(0, 10)
        const household: Household = { spaces: [], names: people.map(({ name }) => name), today }
        for (const [n, { track }] of people.entries()) {
          const { name } = await track.spaces.add({ name: `space-${run}-${n}` })
          household.spaces.push(newSpace(name, n))
        }
        for (const [n, step] of steps.entries()) {
          const { id, answer } = await carryOut(server, household, people, step, n)
          const refusal = applyStep(household, step, { id: answer.id ?? id, formerId: id, title: `Item ${n}` })
          expect(answer.refused ?? null, JSON.stringify(step)).toBe(refusal)
          for (const [user, person] of people.entries()) await compare(household, person, user, JSON.stringify(step))
        }
      }),
      { numRuns: RUNS },
    )
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  },
  120_000,
)
