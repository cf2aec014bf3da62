import { useEffect, useState } from 'preact/hooks'
import type { Item } from '#domain/fields.ts'
import { useLive } from '#web/live/account-context.tsx'

/** Something that was bought before, and how often. */
export interface Bought {
  title: string
  tags: string[]
  times: number
  /** When it was bought last. */
  last: string
}

const MOST = 1000
const placeOf = (userId: string) => `track_bought_${userId}`

/** Forgets what this browser keeps of a user's earlier groceries. */
export function forgetBought(userId: string): void {
  localStorage.removeItem(placeOf(userId))
}

function kept(userId: string): Bought[] {
  try {
    return JSON.parse(localStorage.getItem(placeOf(userId)) ?? '[]') as Bought[]
  } catch {
    return []
  }
}

function counted(items: Iterable<Item>): Bought[] {
  const byTitle = new Map<string, Bought>()
  for (const { title, tags, done_at } of items) {
    const last = done_at ?? ''
    const before = byTitle.get(title.toLowerCase())
    const newest = before && before.last >= last ? before : { title, tags, last }
    byTitle.set(title.toLowerCase(), { ...newest, times: (before?.times ?? 0) + 1 })
  }
  return [...byTitle.values()].toSorted((a, b) => b.times - a.times || (a.last < b.last ? 1 : -1))
}

/** What was bought before, the most frequent first: from the server, with no network as it was told last. */
export function useBought(): Bought[] {
  const { replica } = useLive()
  const userId = replica.me.value.id
  const live = replica.connection.value === 'live'
  const [bought, setBought] = useState(() => kept(userId))
  useEffect(() => {
    if (!live) return
    let current = true
    replica.track.items.list({ kind: 'grocery', status: 'done', limit: MOST }).then(
      ({ items }) => {
        const told = counted(items)
        localStorage.setItem(placeOf(userId), JSON.stringify(told.slice(0, 200)))
        if (current) setBought(told)
      },
      () => {},
    )
    return () => {
      current = false
    }
  }, [userId, live])

  const here: Item[] = []
  for (const item of replica.state.value.items.values())
    if (item.kind === 'grocery' && item.status === 'done') here.push(item)
  const known = new Set(bought.map(({ title }) => title.toLowerCase()))
  return [...bought, ...counted(here).filter(({ title }) => !known.has(title.toLowerCase()))]
}
