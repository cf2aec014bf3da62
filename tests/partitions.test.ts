import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import type { Track } from '#contract/track.ts'
import { addAll } from '#testing/builders.ts'
import { postgresDatabase } from '#testing/databases.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, type OwnData, prepareFor } from '#testing/own-data.ts'
import { partitionBySpace } from '#testing/partitions.ts'
import { postgresStepsTaken, recordQueries } from '#testing/query-plans.ts'

/** Operations of everyday use, each of which must read and write one partition only. */
const EVERYDAY: Record<string, (track: Track, own: OwnData) => Promise<unknown>> = {
  'items.get': (track, { todo }) => track.items.get({ id: todo }),
  'items.list': (track) => track.items.list(),
  'items.list by word': (track) => track.items.list({ q: 'secret', status: 'all' }),
  'items.list of a project': (track, { project }) => track.items.list({ project }),
  'views.today': (track) => track.views.today(),
  'views.upcoming': (track) => track.views.upcoming(),
  'search.find': (track) => track.search.find({ q: 'secret' }),
  'projects.get': (track, { project }) => track.projects.get({ slug: project }),
  'changes.list': (track, { todo }) => track.changes.list({ item: todo }),
  'changes.list since': (track) => track.changes.list({ since: 0 }),
  'items.add': (track) => track.items.add({ kind: 'todo', title: 'One more' }),
  'items.update': (track, { todo }) => track.items.update({ id: todo, title: 'Another' }),
  'items.done': (track, { other }) => track.items.done({ id: other }),
  'items.move': (track, { duty }) => track.items.move({ id: duty, to: 'top' }),
  'items.remove': (track, { task }) => track.items.remove({ id: task }),
  'changes.undo': (track) => track.changes.undo(),
}

/** The partitions in steps of a plan. */
const partitionsIn = (steps: readonly string[]) =>
  new Set(steps.flatMap((step) => /(?:Scan.*|Update|Delete) on \w+_(\d)\b/.exec(step)?.[1] ?? []))

describe('tables that are partitioned by space', () => {
  const server = useTestServer('postgres, direct', { database: () => postgresDatabase(1, partitionBySpace) })
  const ann = useUser(server, 'ann', { role: 'admin' })
  let own: OwnData
  let recorded: ReturnType<typeof recordQueries>
  beforeAll(async () => {
    for (let i = 0; i < 10; i++) await addOneOfEach(await server.addAnyUser())
    own = await addOneOfEach(ann)
    await addAll(ann.track, 'todo', Array(40).fill('Secret'))
    recorded = recordQueries(server.deps.engine)
  })

  const rowsByTable = async () => {
    const { read } = server.deps.engine
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
      where relkind = 'r'
    `.execute(read)
    const counts = rows.map(async ({ name }) => {
      const counted = await sql<{ spaces: number[] }>`
        select coalesce(array_agg(distinct space_id::int), '{}') as spaces from ${sql.table(name)}
      `.execute(read)
      return { name, spaces: counted.rows[0]!.spaces }
    })
    return Promise.all(counts)
  }

  it('hold each space in one partition, next to what it owns', async () => {
    const rows = await rowsByTable()
    const partitionOf = new Map<number, string>()
    for (const { name, spaces } of rows)
      for (const space of spaces) {
        const part = name.slice(-1)
        expect(partitionOf.get(space) ?? part, name).toBe(part)
        partitionOf.set(space, part)
      }
    expect(new Set(partitionOf.values()).size).toBe(4)
    expect(rows.filter(({ spaces }) => spaces.includes(ann.spaceId)).map(({ name }) => name.slice(0, -2))).toEqual(
      expect.arrayContaining(['spaces', 'items', 'projects', 'features', 'journal', 'journal_entities', 'items_text']),
    )
  })

  it.each(allOperations.map(({ name }) => name))('serve %s', async (operation) => {
    const { track } = await server.addAnyUser({ role: 'admin' })
    const data = await addOneOfEach({ track })
    const other = await server.addAnyUser()
    await prepareFor(operation, track, data, other)
    await track.call(operation, sampleOf(operation).input(data, other.name))
  })

  it('lose all that a removed user had', async () => {
    const { name, spaceId, track } = await server.addAnyUser()
    await addOneOfEach({ track })
    await ann.track.users.remove({ name })
    const left = (await rowsByTable()).filter(({ spaces }) => spaces.includes(spaceId))
    expect(left).toEqual([])
  })

  it.each(Object.entries(EVERYDAY))('%s reads and writes one partition', async (_, call) => {
    recorded.length = 0
    await call(ann.track, own)
    const queries = recorded.splice(0).filter((query) => /^(select|update|delete|with)/i.test(query.sql))
    const touched = new Set<string>()
    for (const query of queries) {
      const steps = await postgresStepsTaken(server.deps.engine, query)
      const partitions = partitionsIn(steps)
      expect(partitions.size, `${query.sql}\n  ${steps.join('\n  ')}`).toBeLessThan(2)
      for (const partition of partitions) touched.add(partition)
    }
    expect(touched.size).toBe(1)
  })
})
