import { addAmounts, splitAmount, titleWithAmount } from '#domain/amounts.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Operation } from './undoable-changes.ts'

interface NewGrocery {
  title: string
  tags?: readonly string[]
  due?: string | null
  every?: string | null
}

/** Whether a new grocery is the same thing as one that is on the list: from the same store, and nothing special. */
function isSame(item: PlacedItem, name: string, { tags = [], due, every }: NewGrocery): boolean {
  return (
    item.kind === 'grocery' &&
    isOpen(item) &&
    splitAmount(item.title).name.toLowerCase() === name.toLowerCase() &&
    !due &&
    !every &&
    tags.every((tag) => item.tags.includes(tag))
  )
}

/** Adds groceries; what is on the list already gets the sum of both amounts. */
export function groceryOperations(items: Iterable<PlacedItem>, groceries: readonly NewGrocery[]): Operation[] {
  const all = [...items]
  const titles = new Map<string, string>()
  return groceries.map((grocery): Operation => {
    const { name, amount } = splitAmount(grocery.title)
    const same = all.find((item) => isSame(item, name, grocery))
    const before = same && splitAmount(titles.get(same.id) ?? same.title)
    const sum = before && addAmounts(before.amount, amount)
    if (!same || !sum) return { op: 'items.add', input: { ...grocery, kind: 'grocery' } }
    const title = titleWithAmount(before.name, sum)
    titles.set(same.id, title)
    return { op: 'items.update', input: { id: same.id, title } }
  })
}
