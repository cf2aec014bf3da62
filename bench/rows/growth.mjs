import { copyDataset } from '../dataset.mjs'
import { encodeRequest } from '../load.mjs'
import { runInterleaved, median, quantile, measureLoad, mediansOf } from '../measure.mjs'
import { startTrack } from '../processes.mjs'

const MAX_RATIO = 1.5

/** Requests to accounts of different size; all can be repeated. */
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
  const accounts = []
  for (const count of grown) {
    const dataset = copyDataset(`grown-${count}`)
    const track = await startTrack(dataset.folder)
    const headers = { 'x-track-key': dataset.key }
    const { items } = await (await fetch(`${track.url}/api/items?limit=1000`, { headers })).json()
    const ids = (kind) =>
      items.filter((item) => item.kind === kind && !item.every && item.status === 'todo').map((item) => item.id)
    accounts.push({ count, track, headers, ids: { todo: ids('todo'), grocery: ids('grocery') }, n: 0 })
  }
  const rows = []
  for (const [name, action] of Object.entries(ACTIONS)) {
    const sides = {}
    for (const account of accounts) {
      account.n = 0
      const next = () => {
        const [method, path, body] = action(account.ids, account.n++)
        return encodeRequest(method, path, account.headers, body && JSON.stringify(body))
      }
      sides[account.count] = measureLoad(account.track, {
        count: repeats * 20,
        next,
        expected: name === 'add' ? 201 : 200,
      })
    }
    const results = await runInterleaved(sides, rounds)
    const [first, last] = [grown[0], grown.at(-1)]
    const each = results[last].map((result, i) => result.median / results[first][i].median)
    const points = grown.map((count) => ({ count, ...mediansOf(results[count]) }))
    rows.push({
      name: `${name}, from ${first.toLocaleString('en')} to ${last.toLocaleString('en')} items`,
      unit: '×',
      target: { max: MAX_RATIO },
      reached: median(each),
      spread: [quantile(each, 0.25), quantile(each, 0.75)],
      points,
      track: points.at(-1),
      floor: points[0],
    })
    context.report(rows.at(-1))
  }
  for (const { track } of accounts) await track.stop()
  return rows
}
