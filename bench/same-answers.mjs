import assert from 'node:assert/strict'

/** Checks before measuring that both servers return the same items and calendar; returns the ids. */
export async function checkSameAnswers({ track, floor, dataset }) {
  const headers = { 'x-track-key': dataset.key }
  const ask = async (path) => (await fetch(track.url + path, { headers })).json()
  const bare = async (path) => (await fetch(floor.url + path)).json()
  const plain = (row) => ({ ...row, tags: JSON.parse(row.tags), budget: row.budget && row.budget / 100 })

  const { items } = await ask('/api/items?limit=50')
  assert.deepEqual(items, (await bare('/list/50')).map(plain))
  assert.deepEqual(await ask(`/api/items/${items[0].id}`), plain(await bare(`/item/${items[0].id}`)))
  const { overdue, today, doing, priority } = await ask('/api/today')
  assert.deepEqual(
    sortedById([...overdue, ...today, ...doing, ...priority]),
    sortedById((await bare('/today')).map(plain)),
  )

  const [feed, bareFeed] = await Promise.all([
    fetch(`${track.url}/calendar.ics?key=${dataset.key}`),
    fetch(`${floor.url}/feed`),
  ])
  const unfolded = (text) => text.replaceAll('\r\n ', '').replaceAll('\\,', ',')
  assert.equal(unfolded(await feed.text()).length, unfolded(await bareFeed.text()).length)
  return (await bare('/list/10000')).map((row) => row.id)
}

const sortedById = (items) => items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
