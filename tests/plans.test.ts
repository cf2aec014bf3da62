import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import type { Track } from '#contract/track.ts'
import { addAll } from '#testing/builders.ts'
import { type House, openHouse, type Person, type Way } from '#testing/house.ts'
import { overhear, postgresStepsOf, stepsOf } from '#testing/plans.ts'

/** What may look through a whole table or sort, and why. */
const ARGUED: [step: RegExp, query: RegExp, why: string][] = [
  [
    /./,
    /^select .* as "json" from "items" where "user_id" = (\?|\$1) order by "priority", "position", "id"$/,
    'an export holds all that there is, in order',
  ],
  [/^SCAN users|^Sort|Seq Scan on users/, /from "users" order by "name"/, 'it lists everyone'],
  [/^SCAN items_text VIRTUAL TABLE/, /items_text/, 'how SQLite calls a look into its full-text index'],
  [
    /^(-> +)?Incremental Sort/,
    /order by "(due|done_at)", "seq"/,
    'PostgreSQL: what falls on one day or instant, by its number',
  ],
  [
    /Sort/,
    /items_text where words @@/,
    "PostgreSQL's index of words keeps no order: the matches' numbers are sorted, nothing else of them",
  ],
  [
    /Sort/,
    /^select "seq", "title", "notes", "tags", "status" from "items"/,
    'candidates of a search, 500 at most, in the order of their numbers',
  ],
]

/** A step that reads all of a table, or all that a user has in it without a limit, or that sorts. */
const BAD = /^SCAN (?!\(|CONSTANT)|USE TEMP B-TREE|Seq Scan on|(^|-> +)(Incremental )?Sort +\(cost/
const ALL_OF_USER = /^SEARCH (items|journal|journal_differences) .*\(user_id=\?\)$/

interface Ground {
  house: House
  person: Person
  ids: string[]
  task: string
  feature: string
}

type Calls = Record<string, (track: Track, ground: Ground) => Promise<unknown>>

const READS: Calls = {
  'items.list': (track) => track.items.list(),
  'items.list, next page': async (track) =>
    track.items.list({ cursor: (await track.items.list({ limit: 5 })).next_cursor! }),
  'items.list of kinds': (track) => track.items.list({ kind: ['todo', 'grocery'], status: 'all' }),
  'items.list of a status': (track) => track.items.list({ status: ['doing', 'done'] }),
  'items.list of a project': (track) => track.items.list({ project: 'boat', status: 'all' }),
  'items.list of a feature': (track, { feature }) => track.items.list({ feature }),
  'items.list by due date': (track) => track.items.list({ due_after: 'today', due_before: '+3d' }),
  'items.list by tag': (track) => track.items.list({ tag: ['a', 'b'] }),
  'items.list by word': (track) => track.items.list({ q: 'three', status: 'all' }),
  'items.get': (track, { ids }) => track.items.get({ id: ids[0]! }),
  'items.get by a beginning': (track, { ids }) => track.items.get({ id: ids[0]!.slice(0, -1) }).catch(() => {}),
  'views.today': (track) => track.views.today(),
  'views.upcoming': (track) => track.views.upcoming(),
  'search.find': (track) => track.search.find({ q: 'thing' }),
  'projects.list': (track) => track.projects.list(),
  'projects.get': (track) => track.projects.get({ slug: 'boat' }),
  'features.list': (track) => track.features.list({ slug: 'boat' }),
  'changes.snapshot': (track) => track.changes.snapshot(),
  'changes.list': (track) => track.changes.list(),
  'changes.list since': (track) => track.changes.list({ since: 0 }),
  'changes.list of an item': (track, { ids }) => track.changes.list({ item: ids[0]! }),
  'data.export': (track) => track.data.export(),
  'calendar.get': (track) => track.calendar.get(),
  'me.get': (track) => track.me.get(),
  'users.list': (track) => track.users.list(),
  'the feed': (_, { house, person }) => house.fetch(`/calendar.ics?key=${person.key}`),
  'the feed, narrowed': (_, { house, person }) =>
    house.fetch(`/calendar.ics?all=1&kinds=task&project=boat&key=${person.key}`),
}

const WRITES: Calls = {
  'items.add': (track) => track.items.add({ kind: 'grocery', title: 'One thing more' }),
  'items.update': (track, { ids }) => track.items.update({ id: ids[0]!, title: 'Another thing', priority: 2 }),
  'items.done': (track, { ids }) => track.items.done({ id: ids[1]! }),
  'items.move': (track, { ids }) => track.items.move({ id: ids[2]!, to: 'top' }),
  'items.move down': (track, { ids }) => track.items.move({ id: ids[3]!, to: 'down' }),
  'items.move after': (track, { ids }) => track.items.move({ id: ids[2]!, after: ids[4]! }),
  'order.set': (track, { ids }) => track.order.set({ pool: 'groceries', ids: [ids[5]!, ids[4]!] }),
  'items.remove': (track, { ids }) => track.items.remove({ id: ids[6]! }),
  'changes.undo': (track) => track.changes.undo(),
  'changes.undo, once more': (track) => track.changes.undo(),
  'changes.undo, redo': (track) => track.changes.undo({ redo: true }),
  'features.remove': (track, { feature }) => track.features.remove({ id: feature }),
  'projects.remove': (track) => track.projects.remove({ slug: 'boat', force: true }),
}

async function furnished(house: House): Promise<Ground> {
  const person = await house.person('ann', { role: 'admin' })
  const { track } = person
  await track.projects.add({ title: 'Boat', type: 'engineering' })
  await track.projects.add({ title: 'Attic' })
  const { id: feature } = await track.features.add({ slug: 'boat', title: 'Hull' })
  const titles = (count: number) => Array.from({ length: count }, (_, i) => `Thing ${i} of ${i % 7 ? 'all' : 'three'}`)
  await addAll(track, 'todo', titles(200), { due: 'tomorrow', tags: ['a'] })
  const done = await addAll(track, 'grocery', titles(400))
  await track.batch.run({ operations: done.slice(100).map(({ id }) => ({ op: 'items.done', input: { id } })) })
  const [task] = await addAll(track, 'task', titles(80), { feature })
  await addAll(track, 'task', titles(20), { project: 'attic' })
  await track.projects.update({ slug: 'attic', status: 'archived' })
  return { house, person, feature, task: task!.id, ids: done.slice(0, 100).map(({ id }) => id) }
}

describe.each([
  { name: 'SQLite', way: 'direct', analyzed: false },
  { name: 'SQLite, which knows what it holds', way: 'direct', analyzed: true },
  { name: 'PostgreSQL', way: 'postgres, direct', analyzed: true },
] as { name: string; way: Way; analyzed: boolean }[])(
  'on $name no query looks through all or sorts',
  ({ way, analyzed }) => {
    let ground: Ground
    let asked: ReturnType<typeof overhear>
    beforeAll(async () => {
      const house = await openHouse(way)
      ground = await furnished(house)
      if (analyzed) await house.world.engine.write('schema', async (db) => void (await sql`analyze`.execute(db)))
      asked = overhear(house.world.engine)
    })
    afterAll(() => ground.house.close())

    it.each(Object.entries({ ...READS, ...WRITES }))('%s', async (_, call) => {
      asked.length = 0
      await call(ground.person.track, ground)
      const queries = asked.splice(0).filter((query) => /^(select|update|delete)/i.test(query.sql))
      expect(queries.length).toBeGreaterThan(0)
      const found: string[] = []
      for (const query of new Map(queries.map((one) => [one.sql, one])).values()) {
        const steps = await (way === 'direct' ? stepsOf : postgresStepsOf)(ground.house.world.engine, query)
        const bad = steps.filter(
          (step) =>
            (BAD.test(step) || (ALL_OF_USER.test(step) && !/limit/.test(query.sql))) &&
            !ARGUED.some(([what, where]) => what.test(step) && where.test(query.sql)),
        )
        if (bad.length) found.push(`${query.sql}\n  ${steps.join('\n  ')}`)
      }
      expect(found.join('\n')).toBe('')
    })
  },
)

it('every read of the contract is among them', () => {
  const reads = allOperations.filter(({ method }) => method === 'GET').map(({ name }) => name)
  expect(reads.filter((name) => !(name in READS))).toEqual([])
})
