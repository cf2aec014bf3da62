import { expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { serverForThisTest } from '#testing/fixtures.ts'
import { recordQueries } from '#testing/query-plans.ts'
import { trackFor } from '#service/service.ts'
import { hashOf } from '#service/users.ts'
import type { Engine } from '#store/engine.ts'
import { userOfKey } from '#store/users.ts'

/** The Track of a new user by two nodes on PostgreSQL, and the transactions of the first one's writes. */
async function start() {
  const server = await serverForThisTest('postgres, two nodes')
  const { key, id } = await server.addAnyUser()
  const { url: origin } = server
  const hash = hashOf(key)
  const [engine, otherEngine] = server.engines as [Engine, Engine]
  const user = (await userOfKey(engine.read, hash))!
  const transactions = new Set<unknown>()
  const write = engine.write.bind(engine)
  const counted: Engine['write'] = (lock, job, options) =>
    write(lock, (db, later) => (transactions.add(db), job(db, later)), options)
  Object.assign(engine, { write: counted })
  const trackOn = (node: Engine) =>
    trackFor({ ...server.deps, engine: node, lastKnown: new Map() }, user, { client: 'api', origin, hash })
  const [track, other] = [trackOn(engine), trackOn(otherEngine)]
  await track.items.add({ kind: 'todo', title: 'First' })
  return { track, other, engine, transactions, key, id, server }
}

const titlesInPlace = async (track: Track) =>
  (await track.items.list({ sort: 'place' })).items.map(({ title }) => title)

const titles = Array.from({ length: 20 }, (_, i) => `Todo ${i}`)

it('adds ask neither who writes nor what stands last, while nobody else writes', async () => {
  const { track, engine, transactions } = await start()
  transactions.clear()
  const queries = recordQueries(engine)
  const added = await Promise.all(titles.map((title) => track.items.add({ kind: 'todo', title })))
  const asked = queries.filter(({ sql }) => /from "keys"|order by "position" desc/.test(sql))
  expect(asked.map(({ sql }) => sql.slice(0, 18))).toEqual([...transactions].map(() => 'select 1 / count(*'))
  expect(new Set(added.map(({ id }) => id)).size).toBe(titles.length)
  expect(added.map(({ revision }) => revision)).toEqual(titles.map((_, i) => added[0]!.revision + i))
  expect(await titlesInPlace(track)).toEqual(['First', ...titles])
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
  expect(await titlesInPlace(track)).toEqual(['Urgent', 'Second', 'Third', 'Fourth'])
})

it('adds of two nodes, each of which knows the space as it has left it, lose and double nothing', async () => {
  const { track, other } = await start()
  const added: string[] = ['First']
  for (const [i, title] of titles.entries()) {
    added.push((await (i % 3 ? track : other).items.add({ kind: 'todo', title })).title)
    if (i % 5 === 0) await other.items.move({ id: (await other.items.list()).items[0]!.id, to: 'bottom' })
  }
  const all = await Promise.all(titles.map((title, i) => (i % 2 ? track : other).items.add({ kind: 'todo', title })))
  const { items } = await track.items.list({ sort: 'place' })
  expect(new Set(items.map(({ id }) => id)).size).toBe(added.length + all.length)
  expect(items.map(({ title }) => title).toSorted()).toEqual([...added, ...titles].toSorted())
  expect(new Set(all.map(({ revision }) => revision)).size).toBe(all.length)
  expect(await track.changes.list({ limit: 1 })).toMatchObject({ changes: [{ revision: items.length + 4 }] })
})

it('a node that knows a space as it was refuses nothing for that, and adds nothing by a removed key', async () => {
  const { track, other, server, id } = await start()
  await other.items.add({ kind: 'todo', title: 'Second' })
  await expect(track.items.add({ kind: 'task', title: 'Of no project' })).rejects.toMatchObject({ code: 'invalid' })
  await track.items.add({ kind: 'todo', title: 'Third' })
  expect(await titlesInPlace(track)).toEqual(['First', 'Second', 'Third'])
  await server.engines[1]!.write('users', (db) => db.deleteFrom('keys').where('user_id', '=', id).execute())
  await expect(track.items.add({ kind: 'todo', title: 'Late' })).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await titlesInPlace(other)).toEqual(['First', 'Second', 'Third'])
})
