import { statSync } from 'node:fs'
import { join } from 'node:path'
import { copyDataset } from '../dataset.mjs'
import { encodeRequest, load, todoRequests } from '../load.mjs'
import { startTrack } from '../processes.mjs'
import { pagesOf } from './reads.mjs'

const ITEMS = 10_000
const CONNECTIONS = 32
const MAX_KB = 0.8

/**
 * The size of the database file for each item, after 10,000 todos were added through the API and each was changed once:
 * rows, indexes, words of the search, and the history of both writes. The server has ended, so that the file holds
 * everything.
 */
export async function disk(context) {
  const dataset = copyDataset('empty')
  const track = await startTrack(dataset.folder)
  const headers = { 'x-track-key': dataset.key }
  const onAll = { port: track.port, count: ITEMS, connections: CONNECTIONS }
  await load({ ...onAll, expected: 201, next: todoRequests(headers) })
  const ids = []
  for (const path of await pagesOf(track, headers)) {
    const { items } = await (await fetch(track.url + path, { headers })).json()
    ids.push(...items.map(({ id }) => id))
  }
  const next = () => encodeRequest('PATCH', `/api/items/${ids.pop()}`, headers, '{"priority":2,"notes":"By phone."}')
  await load({ ...onAll, next })
  await track.stop()
  const kilobytes = statSync(join(dataset.folder, 'track.db')).size / 1000 / ITEMS
  return [
    context.report({
      name: 'disk per item, added and changed once',
      unit: 'KB',
      target: { max: MAX_KB },
      reached: kilobytes,
      spread: [kilobytes, kilobytes],
    }),
  ]
}
