import { useEffect, useRef, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { whenIdle } from '#web/ui/when-idle.ts'

const FADE_MS = 1400

/** The items, and for a moment those that were done a moment ago, where they stood. */
export function useFading(items: readonly PlacedItem[]): readonly PlacedItem[] {
  const context = useAccountContext()
  const before = useRef<readonly PlacedItem[]>(items)
  const leaving = useRef(new Map<string, number>())
  const [, rerender] = useState(0)
  const now = Date.now()
  const here = new Set(items.map(({ id }) => id))
  for (const { id } of before.current) {
    const current = here.has(id) ? undefined : context.item(id)
    if (current && !isOpen(current) && !leaving.current.has(id)) leaving.current.set(id, now + FADE_MS)
  }
  for (const [id, until] of leaving.current) if (until <= now || here.has(id)) leaving.current.delete(id)
  const shown = leaving.current.size ? merged(before.current, items, leaving.current, context.item) : items
  before.current = shown
  useEffect(() => {
    if (!leaving.current.size) return
    let callOff = () => {}
    const timer = setTimeout(
      () => (callOff = whenIdle(() => rerender((n) => n + 1))), // no key waits for it
      Math.max(0, Math.min(...leaving.current.values()) - Date.now()) + 10,
    )
    return () => {
      clearTimeout(timer)
      callOff()
    }
  })
  return shown
}

function merged(
  before: readonly PlacedItem[],
  items: readonly PlacedItem[],
  leaving: ReadonlyMap<string, number>,
  current: (id: string) => PlacedItem | undefined,
): PlacedItem[] {
  const result = [...items]
  for (const [i, { id }] of before.entries()) {
    const item = leaving.has(id) ? current(id) : undefined
    if (item) result.splice(Math.min(i, result.length), 0, item)
  }
  return result
}
