import { useEffect, useState } from 'preact/hooks'
import type { Item } from '#domain/fields.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { type BoughtGrocery, loadBoughtGroceries, storeBoughtGroceries } from '#web/live/bought-groceries.ts'

const MAX_FETCHED = 1000

function countByTitle(items: Iterable<Item>): BoughtGrocery[] {
  const byTitle = new Map<string, BoughtGrocery>()
  for (const { title, tags, done_at } of items) {
    const last = done_at ?? ''
    const before = byTitle.get(title.toLowerCase())
    const newest = before && before.last >= last ? before : { title, tags, last }
    byTitle.set(title.toLowerCase(), { ...newest, times: (before?.times ?? 0) + 1 })
  }
  return [...byTitle.values()].toSorted((a, b) => b.times - a.times || (a.last < b.last ? 1 : -1))
}

/** What was bought before, the most frequent first: from the server, or as last stored when there is no network. */
export function useBoughtGroceries(): BoughtGrocery[] {
  const { replica } = useAccountContext()
  const userId = replica.me.value.id
  const isConnected = replica.connection.value === 'live'
  const [bought, setBought] = useState(() => loadBoughtGroceries(userId))
  useEffect(() => {
    if (!isConnected) return
    let current = true
    replica.track.items.list({ kind: 'grocery', status: 'done', limit: MAX_FETCHED }).then(
      ({ items }) => {
        const counted = countByTitle(items)
        storeBoughtGroceries(userId, counted)
        if (current) setBought(counted)
      },
      () => {},
    )
    return () => {
      current = false
    }
  }, [userId, isConnected])

  const here: Item[] = []
  for (const item of replica.state.value.items.values())
    if (item.kind === 'grocery' && item.status === 'done') here.push(item)
  const known = new Set(bought.map(({ title }) => title.toLowerCase()))
  return [...bought, ...countByTitle(here).filter(({ title }) => !known.has(title.toLowerCase()))]
}
