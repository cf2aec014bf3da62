import { copyDataset } from '../dataset.mjs'
import { encodeRequest } from '../load.mjs'
import { measureLoad, mediansOf, ratios, runInterleaved } from '../measure.mjs'
import { startTrack } from '../processes.mjs'
import { preparePostgres } from './postgres.mjs'

const CONNECTIONS = 4
const SPACES = ['home', 'club', 'garden', 'office']
const TABLE = [
  { name: 'today', path: '/api/today', max: 1.3 },
  { name: 'upcoming', path: '/api/upcoming', max: 1.3 },
  { name: 'list', path: '/api/items', max: 1.5 }, // more rows are read than the page has: the first of each space
  { name: 'search', path: '/api/search?q=plumber', max: 1.3 },
]

/** Views of all spaces of a user, over five of 2,000 items, compared with those of one space that has all 10,000. */
export async function spaces(context) {
  const dataset = copyDataset('standard', 'spaces')
  const track = await startTrack(dataset.folder)
  const rows = await measureViews(context, track, dataset.key, '')
  await track.stop()
  const { dataset: other, track: url, stop } = await preparePostgres()
  const onPostgres = await startTrack(other.folder, { TRACK_DATABASE_URL: url })
  rows.push(...(await measureViews(context, onPostgres, other.key, 'PostgreSQL: ')))
  await onPostgres.stop()
  stop()
  return rows
}

async function measureViews({ time, rounds, report }, track, key, prefix) {
  const many = { 'x-track-key': await divideAmongSpaces(track, key), 'x-track-space': '*' }
  const rows = []
  for (const { name, path, max } of TABLE) {
    const load = (headers) =>
      measureLoad(track, {
        connections: CONNECTIONS,
        milliseconds: time,
        next: () => encodeRequest('GET', path, headers),
      })
    const results = await runInterleaved({ many: load(many), one: load({ 'x-track-key': key }) }, rounds)
    const cpu = (side) => results[side].map((result) => result.cpu)
    rows.push({
      name: `${prefix}${name} of five spaces, of one with the same items`,
      unit: '×',
      target: { max },
      ...ratios(cpu('many'), cpu('one')),
      track: mediansOf(results.many),
      floor: mediansOf(results.one),
    })
    report(rows.at(-1))
  }
  return rows
}

/** Imports all that a user has into five spaces of a new one, a fifth into each; returns their key. */
async function divideAmongSpaces({ url }, key) {
  const send = async (method, path, headers, body) => {
    const init = { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(url + path, init)
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response.json()
  }
  const whole = await send('GET', '/api/export', { 'x-track-key': key })
  const { api_key } = await send('POST', '/api/users', { 'x-track-key': key }, { name: 'many' })
  const headers = { 'x-track-key': api_key }
  for (const name of SPACES) await send('POST', '/api/spaces', headers, { name })
  for (const [n, space] of ['many', ...SPACES].entries()) {
    const items = whole.items.filter((_, i) => i % (SPACES.length + 1) === n)
    await send('POST', '/api/import', { ...headers, 'x-track-space': space }, { ...whole, items })
  }
  return api_key
}
