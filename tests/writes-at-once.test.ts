import { expect, it } from 'vitest'
import { serverForThisTest } from '#testing/fixtures.ts'
import { recordQueries } from '#testing/query-plans.ts'
import { trackFor } from '#service/service.ts'
import { hashOf } from '#service/users.ts'
import type { Engine } from '#store/engine.ts'
import { userOfKey } from '#store/users.ts'

/** The Track of a new user on PostgreSQL, and the transactions of its writes. */
async function start() {
  const server = await serverForThisTest('postgres, direct')
  const { key } = await server.addAnyUser()
  const { deps, url: origin } = server
  const { engine } = deps
  const user = (await userOfKey(engine.read, hashOf(key)))!
  const transactions = new Set<unknown>()
  const write = engine.write.bind(engine)
  const counted: Engine['write'] = (lock, job, options) =>
    write(lock, (db, later) => (transactions.add(db), job(db, later)), options)
  Object.assign(engine, { write: counted })
  const track = trackFor(deps, user, { client: 'api', origin, hash: hashOf(key) })
  await track.items.add({ kind: 'todo', title: 'First' })
  return { track, engine, transactions }
}

const titles = Array.from({ length: 20 }, (_, i) => `Todo ${i}`)

it('adds that share a transaction ask once who writes, and what stands last', async () => {
  const { track, engine, transactions } = await start()
  transactions.clear()
  const queries = recordQueries(engine)
  const added = await Promise.all(titles.map((title) => track.items.add({ kind: 'todo', title })))
  expect(queries.filter(({ sql }) => sql.includes('from "keys"'))).toHaveLength(transactions.size)
  expect(queries.filter(({ sql }) => sql.includes('order by "position" desc'))).toHaveLength(transactions.size)
  expect(new Set(added.map(({ id }) => id)).size).toBe(titles.length)
  expect(added.map(({ revision }) => revision)).toEqual(titles.map((_, i) => added[0]!.revision + i))
  const { items } = await track.items.list({ sort: 'place' })
  expect(items.map(({ title }) => title)).toEqual(['First', ...titles])
})

it('writes of all kinds that share a transaction see what those before them have left', async () => {
  const { track } = await start()
  const [first] = (await track.items.list()).items
  const { id } = first!
  const results = await Promise.allSettled([
    track.items.add({ kind: 'todo', title: 'Second' }),
    track.items.move({ id, to: 'bottom' }),
    track.items.add({ kind: 'todo', title: 'Third' }),
    track.items.update({ id, priority: 1 }),
    track.items.add({ kind: 'todo', title: 'Urgent', priority: 1 }),
    track.items.add({ kind: 'task', title: 'Of no project' }),
    track.items.done({ id }),
    track.items.add({ kind: 'todo', title: 'Fourth' }),
  ])
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual(titles.slice(0, 8).map((_, i) => i !== 5))
  const { items } = await track.items.list({ sort: 'place' })
  expect(items.map(({ title }) => title)).toEqual(['Urgent', 'Second', 'Third', 'Fourth'])
})
