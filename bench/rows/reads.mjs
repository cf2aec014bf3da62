import { encodeRequest } from '../load.mjs'
import { measureLoad, mediansOf, ratios, rateRow, runInterleaved } from '../measure.mjs'

const CONNECTIONS = 8

/** Requests per second on one core, compared with the floor server with the same rows. */
const TABLE = [
  {
    name: 'one item',
    path: ({ id }) => `/api/items/${id()}`,
    floor: ({ id }) => `/item/${id()}`,
    target: { min: 0.75 },
  },
  { name: 'list of 50', path: () => '/api/items?limit=50', floor: () => '/list/50', target: { min: 0.9 } },
  { name: 'today', path: () => '/api/today', floor: () => '/today', target: { min: 0.8 } },
  { name: 'one item, unchanged', path: ({ ids }) => `/api/items/${ids[0]}`, unchanged: true, target: { min: 0.75 } },
  { name: 'list of 50, unchanged', path: () => '/api/items?limit=50', unchanged: true, target: { min: 0.75 } },
  { name: 'today, unchanged', path: () => '/api/today', unchanged: true, target: { min: 0.75 } },
  {
    name: 'calendar feed, unchanged',
    path: ({ dataset }) => `/calendar.ics?key=${dataset.key}`,
    unchanged: true,
    target: { min: 0.75 },
  },
]

/** Long answers, by their duration. */
const LONG_READS = [
  { name: 'list of all 10,000', pages: true, floor: () => '/list/10000', target: { max: 1.3 } },
  {
    name: 'calendar feed, built',
    path: ({ dataset }) => `/calendar.ics?key=${dataset.key}`,
    floor: () => '/feed',
    target: { max: 2 },
  },
]

export async function reads(context) {
  const { track, floor, dataset, time, rounds } = context
  const headers = { 'x-track-key': dataset.key }
  const rows = []
  for (const { name, path, floor: floorPath, unchanged, target } of TABLE) {
    const etag = unchanged && (await fetch(track.url + path(context), { headers })).headers.get('etag')
    const ask = unchanged ? { ...headers, 'if-none-match': etag } : headers
    const results = await runInterleaved(
      {
        track: measureLoad(track, {
          connections: CONNECTIONS,
          milliseconds: time,
          next: () => encodeRequest('GET', path(context), ask),
          expected: unchanged ? 304 : 200,
        }),
        floor: measureLoad(floor, {
          connections: CONNECTIONS,
          milliseconds: time,
          next: () => encodeRequest('GET', unchanged ? '/hello' : floorPath(context)),
        }),
      },
      rounds,
    )
    rows.push(rateRow(name, results.track, results.floor, target))
    context.report(rows.at(-1))
  }
  return rows
}

const WARM_UP_MS = 1500

/** Warms both servers up, so that V8 has compiled their code. */
export async function warmUp(context) {
  const { track, floor, dataset } = context
  for (const { path, floor: floorPath, unchanged } of TABLE) {
    if (unchanged) continue
    await measureLoad(track, {
      connections: CONNECTIONS,
      milliseconds: WARM_UP_MS,
      next: () => encodeRequest('GET', path(context), { 'x-track-key': dataset.key }),
    })()
    await measureLoad(floor, {
      connections: CONNECTIONS,
      milliseconds: WARM_UP_MS,
      next: () => encodeRequest('GET', floorPath(context)),
    })()
  }
}

/** The paths of all pages of items. */
export async function pagesOf(track, headers) {
  const paths = []
  for (let cursor = ''; cursor !== null;) {
    const path = `/api/items?limit=1000${cursor && `&cursor=${cursor}`}`
    paths.push(path)
    cursor = (await (await fetch(track.url + path, { headers })).json()).next_cursor
  }
  return paths
}

export async function longReads(context) {
  const { track, floor, dataset, rounds, repeats } = context
  const headers = { 'x-track-key': dataset.key }
  const rows = []
  for (const { name, path, pages, floor: floorPath, target } of LONG_READS) {
    const paths = pages ? await pagesOf(track, headers) : [path(context)]
    let at = 0
    const results = await runInterleaved(
      {
        track: measureLoad(track, {
          count: paths.length * repeats,
          next: () => encodeRequest('GET', paths[at++ % paths.length], headers),
        }),
        floor: measureLoad(floor, { count: repeats, next: () => encodeRequest('GET', floorPath(context)) }),
      },
      rounds,
    )
    for (const one of results.track) scaleToRequests(one, paths.length)
    const times = (side) => results[side].map((result) => result.median)
    rows.push({
      name,
      unit: '×',
      target,
      ...ratios(times('track'), times('floor')),
      track: mediansOf(results.track),
      floor: mediansOf(results.floor),
    })
    context.report(rows.at(-1))
  }
  return rows
}

/** Scales the result of one page to all pages. */
function scaleToRequests(result, requests) {
  for (const key of ['median', 'p99', 'cpu']) result[key] *= requests
}
