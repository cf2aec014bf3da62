import type { PlacedItem } from '#domain/items.ts'
import type { AccountContext } from '#web/live/account-context.tsx'

/** Puts tags on items and takes others off: one write, whatever each of them had. */
export function retag(
  { actions }: AccountContext,
  items: readonly PlacedItem[],
  changes: ReadonlyMap<string, boolean>,
): void {
  const after = items.flatMap((item) => {
    const kept = item.tags.filter((tag) => changes.get(tag) !== false)
    const tags = [...new Set([...kept, ...[...changes].filter(([, on]) => on).map(([tag]) => tag)])]
    return tags.join() === item.tags.join() ? [] : [{ item, tags }]
  })
  const [first] = after
  if (!first) return
  if (after.every(({ tags }) => tags.join() === first.tags.join()))
    return void actions.update(
      after.map(({ item }) => item),
      { tags: first.tags },
    )
  const operations = after.map(({ item: { id }, tags }) => ({ op: 'items.update' as const, input: { id, tags } }))
  actions.make(operations, `Tagged ${after.length} items`)
}
