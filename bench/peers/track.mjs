import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { copyDataset } from '../dataset.mjs'
import { PROGRAM, startTrack } from '../processes.mjs'
import { exchangeWith } from './exchange.mjs'
import { addedItem } from './items.mjs'
import { runCommand } from './run-command.mjs'

const version = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version

/** Track's command line, with a running server. */
export const trackCommands = {
  name: 'Track, command',
  version,
  async start(folder, items) {
    const { track, key, ask } = await startEmpty('peers-commands')
    const file = join(folder, 'items.json')
    writeFileSync(file, documentOf(items))
    const env = { TRACK_API_URL: track.url, TRACK_API_KEY: key }
    const run = (...args) => runCommand([process.execPath, PROGRAM, ...args], folder, env)
    let ids = []
    return {
      actions: {
        import: () => run('import', file),
        add: () => run('add', `${addedItem().title} tomorrow`, '#household'),
        list: () => run('list'),
        today: () => run('today'),
        complete: () => run('done', ids.pop()),
      },
      imported: async () => (ids = await idsOf(ask)),
      stop: track.stop,
    }
  },
}

/** Track over HTTP, with a key. */
export const trackHttp = {
  name: 'Track, HTTP',
  version,
  async start(_, items) {
    const { track, ask } = await startEmpty('peers-http')
    const body = documentOf(items)
    const { feed_key } = JSON.parse(await ask('GET', '/api/calendar'))
    let ids = []
    return {
      actions: {
        import: () => ask('POST', '/api/import', body),
        add: () => ask('POST', '/api/items', JSON.stringify(todoOf(addedItem()))),
        list: () => allPages(ask),
        today: () => ask('GET', '/api/today'),
        complete: () => ask('POST', `/api/items/${ids.pop()}/done`, '{}'),
        feed: () => ask('GET', `/calendar.ics?key=${feed_key}`),
      },
      imported: async () => (ids = await idsOf(ask)),
      stop: track.stop,
    }
  },
}

async function startEmpty(name) {
  const { folder, key } = copyDataset('empty', name)
  const track = await startTrack(folder)
  return { track, key, ask: exchangeWith(track.url, { 'x-track-key': key, 'content-type': 'application/json' }) }
}

async function allPages(ask) {
  for (let cursor = ''; cursor !== null;)
    cursor = JSON.parse(await ask('GET', `/api/items?limit=1000${cursor && `&cursor=${cursor}`}`)).next_cursor
}

const idsOf = async (ask) => JSON.parse(await ask('GET', '/api/items?limit=1000')).items.map(({ id }) => id)

const todoOf = ({ title, due, priority, tags }) => ({ kind: 'todo', title, due, priority, tags })
function documentOf(items) {
  const created_at = new Date().toISOString()
  const rows = items.map((item) => ({
    id: `t-${(item.number + 0x1000000).toString(16)}`,
    ...todoOf(item),
    created_at,
  }))
  return JSON.stringify({
    format: 'track',
    version: 1,
    exported_at: created_at,
    projects: [],
    features: [],
    items: rows,
  })
}
