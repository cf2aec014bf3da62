import { copyOf } from '../house.mjs'
import { requestOf } from '../load.mjs'
import { interleaved, median, quantile, slice, summed } from '../measure.mjs'
import { startTrack } from '../processes.mjs'

const MOST = 1.5

/** What is done to an account that grows; each write can be done again and again. */
const ACTIONS = {
  today: () => ['GET', '/api/today'],
  'list of 50': () => ['GET', '/api/items?limit=50'],
  'rare word': () => ['GET', '/api/search?q=xylophone&limit=20'],
  add: (_ids, n) => ['POST', '/api/items', { kind: 'shopping', title: `Something new, number ${n}` }],
  done: (ids, n) =>
    n % 2
      ? ['POST', `/api/items/${ids.todo[(n >> 1) % ids.todo.length]}/reopen`, {}]
      : ['POST', `/api/items/${ids.todo[(n >> 1) % ids.todo.length]}/done`, {}],
  move: (ids, n) => [
    'POST',
    `/api/items/${ids.grocery[n % ids.grocery.length]}/move`,
    { to: n % 2 ? 'top' : 'bottom' },
  ],
  undo: (_ids, n) => ['POST', '/api/undo', n % 2 ? { redo: true } : {}],
}

export async function growth(context) {
  const { rounds, grown, repeats } = context
  const places = []
  for (const count of grown) {
    const house = copyOf(`grown-${count}`)
    const track = await startTrack(house.folder)
    const headers = { 'x-track-key': house.key }
    const { items } = await (await fetch(`${track.url}/api/items?limit=1000`, { headers })).json()
    const ids = (kind) =>
      items.filter((item) => item.kind === kind && !item.every && item.status === 'todo').map((item) => item.id)
    places.push({ count, track, headers, ids: { todo: ids('todo'), grocery: ids('grocery') }, n: 0 })
  }
  const rows = []
  for (const [name, action] of Object.entries(ACTIONS)) {
    const sides = {}
    for (const place of places) {
      place.n = 0
      const next = () => {
        const [method, path, body] = action(place.ids, place.n++)
        return requestOf(method, path, place.headers, body && JSON.stringify(body))
      }
      sides[place.count] = slice(place.track, { count: repeats * 20, next, expected: name === 'add' ? 201 : 200 })
    }
    const results = await interleaved(sides, rounds)
    const [first, last] = [grown[0], grown.at(-1)]
    const each = results[last].map((result, i) => result.median / results[first][i].median)
    const points = grown.map((count) => ({ count, ...summed(results[count]) }))
    rows.push({
      name: `${name}, from ${first.toLocaleString('en')} to ${last.toLocaleString('en')} items`,
      unit: '×',
      target: { most: MOST },
      reached: median(each),
      spread: [quantile(each, 0.25), quantile(each, 0.75)],
      points,
      track: points.at(-1),
      floor: points[0],
    })
    context.tell(rows.at(-1))
  }
  for (const { track } of places) await track.stop()
  return rows
}
