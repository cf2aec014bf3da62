import { requestOf } from '../load.mjs'
import { interleaved, ratios, slice, summed } from '../measure.mjs'

const CONNECTIONS = 8

/** Reads of 10,000 items beside the floor server that gives the same rows: requests a second on one core. */
const TABLE = [
  {
    name: 'one item',
    path: ({ id }) => `/api/items/${id()}`,
    floor: ({ id }) => `/item/${id()}`,
    target: { least: 0.7 },
  },
  { name: 'list of 50', path: () => '/api/items?limit=50', floor: () => '/list/50', target: { least: 0.9 } },
  { name: 'today', path: () => '/api/today', floor: () => '/today', target: { least: 0.8 } },
  { name: 'one item, unchanged', path: ({ ids }) => `/api/items/${ids[0]}`, unchanged: true, target: { least: 0.8 } },
  { name: 'list of 50, unchanged', path: () => '/api/items?limit=50', unchanged: true, target: { least: 0.8 } },
  { name: 'today, unchanged', path: () => '/api/today', unchanged: true, target: { least: 0.8 } },
  {
    name: 'calendar feed, unchanged',
    path: ({ house }) => `/calendar.ics?key=${house.key}`,
    unchanged: true,
    target: { least: 0.8 },
  },
]

/** Long answers, one after another, by the time that they take. */
const LONG = [
  { name: 'list of all 10,000', pages: true, floor: () => '/list/10000', target: { most: 1.3 } },
  {
    name: 'calendar feed, built',
    path: ({ house }) => `/calendar.ics?key=${house.key}`,
    floor: () => '/feed',
    target: { most: 2 },
  },
]

export async function reads(context) {
  const { track, floor, house, time, rounds } = context
  const headers = { 'x-track-key': house.key }
  const rows = []
  for (const { name, path, floor: floorPath, unchanged, target } of TABLE) {
    const etag = unchanged && (await fetch(track.url + path(context), { headers })).headers.get('etag')
    const ask = unchanged ? { ...headers, 'if-none-match': etag } : headers
    const results = await interleaved(
      {
        track: slice(track, {
          connections: CONNECTIONS,
          milliseconds: time,
          next: () => requestOf('GET', path(context), ask),
          expected: unchanged ? 304 : 200,
        }),
        floor: slice(floor, {
          connections: CONNECTIONS,
          milliseconds: time,
          next: () => requestOf('GET', unchanged ? '/hello' : floorPath(context)),
        }),
      },
      rounds,
    )
    const rates = (side) => results[side].map((result) => result.rate)
    rows.push({
      name,
      unit: '×',
      target,
      ...ratios(rates('track'), rates('floor')),
      track: summed(results.track),
      floor: summed(results.floor),
    })
    context.tell(rows.at(-1))
  }
  return rows
}

const WARM_MS = 1500

/** Both servers compile what they run often before anything is measured. */
export async function warmUp(context) {
  const { track, floor, house } = context
  for (const { path, floor: floorPath, unchanged } of TABLE) {
    if (unchanged) continue
    await slice(track, {
      connections: CONNECTIONS,
      milliseconds: WARM_MS,
      next: () => requestOf('GET', path(context), { 'x-track-key': house.key }),
    })()
    await slice(floor, {
      connections: CONNECTIONS,
      milliseconds: WARM_MS,
      next: () => requestOf('GET', floorPath(context)),
    })()
  }
}

/** All items page by page, each page asked for by the cursor of the one before. */
async function pagesOf(track, headers) {
  const paths = []
  for (let cursor = ''; cursor !== null;) {
    const path = `/api/items?limit=1000${cursor && `&cursor=${cursor}`}`
    paths.push(path)
    cursor = (await (await fetch(track.url + path, { headers })).json()).next_cursor
  }
  return paths
}

export async function longReads(context) {
  const { track, floor, house, rounds, repeats } = context
  const headers = { 'x-track-key': house.key }
  const rows = []
  for (const { name, path, pages, floor: floorPath, target } of LONG) {
    const paths = pages ? await pagesOf(track, headers) : [path(context)]
    let at = 0
    const results = await interleaved(
      {
        track: slice(track, {
          count: paths.length * repeats,
          next: () => requestOf('GET', paths[at++ % paths.length], headers),
        }),
        floor: slice(floor, { count: repeats, next: () => requestOf('GET', floorPath(context)) }),
      },
      rounds,
    )
    for (const one of results.track) whole(one, paths.length)
    const times = (side) => results[side].map((result) => result.median)
    rows.push({
      name,
      unit: '×',
      target,
      ...ratios(times('track'), times('floor')),
      track: summed(results.track),
      floor: summed(results.floor),
    })
    context.tell(rows.at(-1))
  }
  return rows
}

/** What is asked for in several requests, told as one. */
function whole(result, requests) {
  for (const key of ['median', 'p99', 'cpu']) result[key] *= requests
}
