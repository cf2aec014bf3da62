import { copyDataset } from '../dataset.mjs'
import { encodeRequest, todoRequests } from '../load.mjs'
import { measureLoad, median, quantile, rateRow, runInterleaved, summaryOf } from '../measure.mjs'
import { startFloor, startInserts } from '../processes.mjs'

const WRITERS = 32
const MAX_CPU_US = 400

export const writes = async (context) => [...(await adds(context)), ...(await changes(context))]

/** Durable adds beside bench/floor/adds.mjs: one at a time and 32 at once, in a loop and behind bare node:http. */
async function adds(context) {
  const { track, dataset, rounds, adds: count, report } = context
  const loop = startInserts(copyDataset('standard', 'floor-loop'))
  const server = await startFloor('insert-server.mjs', copyDataset('standard', 'floor-inserts'))
  const headers = { 'x-track-key': dataset.key }
  const requests = { expected: 201, next: todoRequests(headers) }
  const to = (path) => ({ expected: 201, next: todoRequests(headers, path) })
  const concurrent = { connections: WRITERS, count: count * 4 }
  let key = 0
  const withKey = () => todoRequests({ ...headers, 'idempotency-key': `bench-${++key}` })()
  const results = await runInterleaved(
    {
      one: measureLoad(track, { ...requests, count }),
      many: measureLoad(track, { ...requests, ...concurrent }),
      keyed: measureLoad(track, { expected: 201, next: withKey, count }),
      loop: async () => summaryOf(await loop.insert('bare', count)),
      bareOne: measureLoad(server, { ...to('/bare'), count }),
      bareMany: measureLoad(server, { ...to('/bare'), ...concurrent }),
      bareTogether: measureLoad(server, { ...to('/bare/together'), ...concurrent }),
      honestOne: measureLoad(server, { ...to('/honest'), count }),
      honestMany: measureLoad(server, { ...to('/honest/together'), ...concurrent }),
    },
    rounds,
  )
  loop.stop()
  await server.stop()
  const row = (name, side, floor, target) => rateRow(name, results[side], results[floor], target)
  return [
    row('add, of bare HTTP and insert', 'one', 'bareOne', { min: 0.6 }),
    row('add, 32 at once, of a loop of inserts', 'many', 'loop', { min: 0.8 }),
    cpuRow(results),
    row('add, of bare HTTP and the same information', 'one', 'honestOne'),
    row('add, 32 at once, of bare HTTP and the same information', 'many', 'honestMany'),
    row('add, 32 at once, of bare HTTP and insert', 'many', 'bareMany'),
    row('add, 32 at once, of bare HTTP and inserts committed together', 'many', 'bareTogether'),
    row('add with an idempotency key, of one without', 'keyed', 'one'),
    row('bare HTTP and insert, of a loop of inserts', 'bareOne', 'loop'),
  ].map(report)
}

/** The server's CPU time for an add, which is steadier than the time that it takes. */
function cpuRow({ one, many, bareOne, bareTogether, honestOne, honestMany }) {
  const micros = (rounds) => rounds.map(({ cpu }) => cpu * 1000)
  const reached = micros(many)
  return {
    name: 'CPU time per add, 32 at once',
    unit: 'µs',
    target: { max: MAX_CPU_US },
    reached: median(reached),
    spread: [quantile(reached, 0.25), quantile(reached, 0.75)],
    counts: {
      one: median(micros(one)),
      many: median(reached),
      honestOne: median(micros(honestOne)),
      honestMany: median(micros(honestMany)),
      bareOne: median(micros(bareOne)),
      bareMany: median(micros(bareTogether)),
    },
  }
}

/** Done, move and update of todos beside adds, one at a time. */
async function changes(context) {
  const { track, dataset, rounds, adds: count, report } = context
  const headers = { 'x-track-key': dataset.key }
  const toFinish = await addTodos(track, headers, count * (rounds + 1))
  const open = await addTodos(track, headers, count)
  const requestEach = (ids, requestOf) => {
    let n = 0
    const next = () => {
      const [method, path, body] = requestOf(ids[n % ids.length], n++)
      return encodeRequest(method, path, headers, JSON.stringify(body))
    }
    return measureLoad(track, { next, count })
  }
  const results = await runInterleaved(
    {
      add: measureLoad(track, { expected: 201, next: todoRequests(headers), count }),
      done: requestEach(toFinish, (id) => ['POST', `/api/items/${id}/done`, {}]),
      move: requestEach(open, (id, n) => ['POST', `/api/items/${id}/move`, { to: n % 2 ? 'top' : 'bottom' }]),
      update: requestEach(open, (id, n) => ['PATCH', `/api/items/${id}`, { title: `Called about shelf ${n}` }]),
    },
    rounds,
  )
  return ['done', 'move', 'update'].map((name) =>
    report(rateRow(`${name}, of an add`, results[name], results.add, { min: 0.8 })),
  )
}

/** Adds todos to act on; returns their ids. */
async function addTodos(track, headers, count) {
  const ids = []
  while (ids.length < count) {
    const inputs = Array.from({ length: Math.min(500, count - ids.length) }, (_, n) => ({
      kind: 'todo',
      title: `Act on number ${ids.length + n}`,
      due: 'tomorrow',
      tags: ['calls'],
    }))
    const operations = inputs.map((input) => ({ op: 'items.add', input }))
    const response = await fetch(`${track.url}/api/batch`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ operations }),
    })
    const { results } = await response.json()
    ids.push(...results.map(({ id }) => id))
  }
  return ids
}
