import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import type { Track } from '#contract/track.ts'
import { addAll } from '#testing/builders.ts'
import { useTestServer } from '#testing/fixtures.ts'
import type { TestServer, TestUser, Variant } from '#testing/test-server.ts'
import { recordQueries, postgresPlan, sqlitePlan } from '#testing/query-plans.ts'

/** Queries that may scan a table or sort, and why. */
const ALLOWED_PLANS: [step: RegExp, query: RegExp, why: string][] = [
  [
    /./,
    /^select .* as "json" from "items" where "space_id" = (\?|\$1) order by "priority", "position", "id"$/,
    'an export holds all that there is, in order',
  ],
  [
    /^SCAN users|USE TEMP B-TREE|Sort|Seq Scan on (users|spaces)/,
    /from "users" .* order by "users"."name"$/,
    'it lists everyone',
  ],
  [
    /USE TEMP B-TREE|Sort/,
    /where "memberships"."(user_id|space_id)" =/,
    'the spaces of a user, the members of a space',
  ],
  [/SEARCH/, /^delete from ("spaces"|items_text)/, 'all that a removed space has is removed'],
  [/SEARCH|Index/, /"recipient" is not null/, 'whoever is invited must find no gift for them'],
  [/SEARCH|Index/, /"assigned" = (\?|\$\d+)\) limit/, 'who leaves a space is taken out of its items'],
  [/space_counter/, /"space_counter"/, 'it has one row'],
  [/^SCAN items_text VIRTUAL TABLE/, /items_text/, 'how SQLite describes a lookup in its full-text index'],
  [
    /^(-> +)?Incremental Sort/,
    /order by "(due|done_at)", "seq"/,
    'PostgreSQL: sorts only the rows of one day or instant by seq',
  ],
  [/^SCAN page$/, /^select "page"\./, 'the rows of one page, whose JSON is made once they are sorted'],
  [
    /^USE TEMP B-TREE FOR LAST 3 TERMS OF ORDER BY|^(-> +)?Incremental Sort/,
    /order by "due" (asc|desc), "priority" (asc|desc), "position" (asc|desc), "id" (asc|desc) limit/,
    'sorts only the rows of one day, which no index has by priority',
  ],
  [
    /^USE TEMP B-TREE FOR ORDER BY|^(-> +)?Sort/,
    /order by "created_at" (asc|desc), "seq" (asc|desc) limit/,
    'keeps only as many rows as the page has: an index by age would make each write dearer',
  ],
  [
    /Sort/,
    /items_text where words @@/,
    "PostgreSQL's full-text index has no order: only the seq of the matches is sorted",
  ],
  [
    /Sort/,
    /^select "seq", "title", "notes", "tags", "status" from "items"/,
    'at most 500 candidates of a search, by seq',
  ],
]

/** Steps that read all of a table or sort; and those that read all rows of a space, which is fine with a limit. */
const FULL_SCAN_OR_SORT = /^SCAN (?!\(|CONSTANT)|USE TEMP B-TREE|Seq Scan on|(^|-> +)(Incremental )?Sort +\(cost/
const ALL_OF_SPACE = /^SEARCH (items|journal|journal_entities) .*\(space_id=\?\)$/

interface Fixture {
  server: TestServer
  user: TestUser
  ids: string[]
  task: string
  feature: string
}

type Calls = Record<string, (track: Track, fixture: Fixture) => Promise<unknown>>

const READS: Calls = {
  'items.get of what was removed': async (track, { ids }) => {
    await track.items.remove({ id: ids[7]! })
    await track.items.get({ id: ids[7]! }).catch(() => {})
    await track.changes.undo()
  },
  'items.list': (track) => track.items.list(),
  'items.list, next page': async (track) =>
    track.items.list({ cursor: (await track.items.list({ limit: 5 })).next_cursor! }),
  'items.list of kinds': (track) => track.items.list({ kind: ['todo', 'grocery'], status: 'all' }),
  'items.list of a status': (track) => track.items.list({ status: ['doing', 'done'] }),
  'items.list of a project': (track) => track.items.list({ project: 'boat', status: 'all' }),
  'items.list of a feature': (track, { feature }) => track.items.list({ feature }),
  'items.list by due date': (track) => track.items.list({ due_after: 'today', due_before: '+3d' }),
  'items.list by tag': (track) => track.items.list({ tag: ['a', 'b'] }),
  'items.list by place': (track) => track.items.list({ sort: 'place' }),
  'items.list by priority': (track) => track.items.list({ priority: '1,2', sort: 'priority' }),
  'items.list by due date, reversed': (track) => track.items.list({ sort: 'due', reverse: true, not_tag: 'b' }),
  'items.list by due date, of a kind': (track) => track.items.list({ sort: 'due', kind: 'todo', due_after: 'today' }),
  'items.list by due date, next page': async (track) =>
    track.items.list({ sort: 'due', cursor: (await track.items.list({ sort: 'due', limit: 5 })).next_cursor! }),
  'items.list of members': (track) => track.items.list({ assigned: 'ann,ben' }),
  'items.list without due date': (track) => track.items.list({ due: 'none' }),
  'items.list by finish': (track) => track.items.list({ sort: 'done', status: 'all', done_before: 'today' }),
  'items.list by finish, next page': async (track) =>
    track.items.list({ sort: 'done', cursor: (await track.items.list({ sort: 'done', limit: 5 })).next_cursor! }),
  'items.list of what was done': (track) => track.items.list({ done_after: 'yesterday', kind: 'grocery' }),
  'items.list of the newest': (track) => track.items.list({ sort: 'created', reverse: true }),
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
  'spaces.list': (track) => track.spaces.list(),
  'spaces.get': (track) => track.spaces.get({ name: 'home' }),
  'items.list in a space': (track) => track.items.list({}, { space: 'home' }),
  'items.list in a space, by key': (_, { server, user }) =>
    server.fetch('/api/items', { key: user.key, headers: { 'x-track-space': 'home' } }),
  'the feed of a space': async (track, { server }) => {
    const { feed_key } = await track.calendar.get({}, { space: 'home' })
    return server.fetch(`/calendar.ics?key=${feed_key}`)
  },
  'the feed': (_, { server, user }) => server.fetch(`/calendar.ics?key=${user.key}`),
  'the feed, narrowed': (_, { server, user }) =>
    server.fetch(`/calendar.ics?all=1&kinds=task&project=boat&key=${user.key}`),
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
  'items.add in a space': (track) => track.items.add({ kind: 'grocery', title: 'Ours' }, { space: 'home' }),
  'changes.undo in a space': (track) => track.changes.undo({}, { space: 'home' }),
  'spaces.add': (track) => track.spaces.add({ name: 'club' }),
  'members.set': (track) => track.members.set({ name: 'club', user: 'neighbour-0', role: 'member' }),
  'members.update': (track) => track.members.update({ name: 'club', user: 'neighbour-0', called: ['Mom'] }),
  'members.remove': (track) => track.members.remove({ name: 'club', user: 'neighbour-0' }),
  'spaces.remove': (track) => track.spaces.remove({ name: 'club' }),
  'features.remove': (track, { feature }) => track.features.remove({ id: feature }),
  'projects.remove': (track) => track.projects.remove({ slug: 'boat', force: true }),
}

/** Of neighbours who share the space. */
const MEMBERS = 8

async function createFixture(server: TestServer): Promise<Fixture> {
  const user = await server.addUser('ann', { role: 'admin' })
  const { track } = user
  await track.spaces.add({ name: 'home' })
  for (let i = 0; i < 30; i++) {
    const neighbour = await server.addUser(`neighbour-${i}`)
    if (i >= MEMBERS) continue
    await neighbour.track.spaces.add({ name: `flat-${i}` })
    await track.members.set({ name: 'home', user: neighbour.name, role: 'member' })
    await neighbour.track.spaces.join({ name: 'home' })
  }
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
  return { server, user, feature, task: task!.id, ids: done.slice(0, 100).map(({ id }) => id) }
}

describe.each([
  { name: 'SQLite', variant: 'direct', analyzed: false },
  { name: 'SQLite with statistics', variant: 'direct', analyzed: true },
  { name: 'PostgreSQL', variant: 'postgres, direct', analyzed: true },
] as { name: string; variant: Variant; analyzed: boolean }[])(
  'on $name no query scans or sorts',
  ({ variant, analyzed }) => {
    const server = useTestServer(variant)
    let fixture: Fixture
    let recorded: ReturnType<typeof recordQueries>
    beforeAll(async () => {
      fixture = await createFixture(server)
      if (analyzed) await server.deps.engine.write('schema', async (db) => void (await sql`analyze`.execute(db)))
      recorded = recordQueries(server.deps.engine)
    })

    it.each(Object.entries({ ...READS, ...WRITES }))('%s', async (_, call) => {
      recorded.length = 0
      await call(fixture.user.track, fixture)
      const queries = recorded.splice(0).filter((query) => /^(select|update|delete)/i.test(query.sql))
      expect(queries.length).toBeGreaterThan(0)
      const found: string[] = []
      for (const query of new Map(queries.map((one) => [one.sql, one])).values()) {
        const steps = await (variant === 'direct' ? sqlitePlan : postgresPlan)(fixture.server.deps.engine, query)
        const badSteps = steps.filter(
          (step) =>
            (FULL_SCAN_OR_SORT.test(step) || (ALL_OF_SPACE.test(step) && !/limit/.test(query.sql))) &&
            !ALLOWED_PLANS.some(([what, where]) => what.test(step) && where.test(query.sql)),
        )
        if (badSteps.length) found.push(`${query.sql}\n  ${steps.join('\n  ')}`)
      }
      expect(found.join('\n')).toBe('')
    })
  },
)

it('every read of the contract is tested', () => {
  const reads = allOperations.filter(({ method }) => method === 'GET').map(({ name }) => name)
  expect(reads.filter((name) => !(name in READS))).toEqual([])
})
