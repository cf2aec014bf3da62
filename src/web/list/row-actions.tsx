import { signal, useComputed } from '@preact/signals'
import type { PlacedItem } from '#domain/items.ts'
import { requestCommand, type ItemCommand } from '#web/live/item-commands.ts'
import { IconButton } from '#web/ui/button.tsx'
import { isPhone } from '#web/ui/screen-width.ts'

/** The item whose row the mouse points at. */
const pointedAt = signal<string | null>(null)

/** Rows that only pass below the mouse, as while scrolling, show no actions. */
const REST_MS = 60
let timer: ReturnType<typeof setTimeout> | undefined

/** Handlers of a row that show its actions while the mouse rests on it. */
export const pointing = (id: string) => ({
  onPointerEnter: ({ pointerType }: PointerEvent) => {
    if (pointerType !== 'mouse') return
    clearTimeout(timer)
    timer = setTimeout(() => (pointedAt.value = id), REST_MS)
  },
  onPointerLeave: () => {
    clearTimeout(timer)
    if (pointedAt.peek() === id) pointedAt.value = null
  },
})

/** What is done most often, at the end of the row that the mouse points at. Keys do the same. */
export function RowActions({ item }: { item: PlacedItem }) {
  const isShown = useComputed(() => pointedAt.value === item.id)
  if (!isShown.value || isPhone.value || item.status === 'done') return null
  const ask = (command: ItemCommand) => (event: MouseEvent) =>
    requestCommand(command, [item], event.currentTarget as Element)
  return (
    <div class="row-actions">
      <IconButton icon="calendar" label="Due" keys="D" tabIndex={-1} onClick={ask('due')} />
      <IconButton icon="flag" label="Priority" keys="1 to 5" tabIndex={-1} onClick={ask('priority')} />
      <IconButton icon="more" label="More" tabIndex={-1} onClick={ask('menu')} />
    </div>
  )
}
