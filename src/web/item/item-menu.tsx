import { useRef } from 'preact/hooks'
import { useAccountContext } from '#web/live/account-context.tsx'
import { requestCommand } from '#web/live/item-commands.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { clearSelection } from '#web/live/selection.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { MenuEntries } from '#web/ui/menu.tsx'
import { Popover } from '#web/ui/popover.tsx'
import { isPhone } from '#web/ui/screen-width.ts'
import { itemEntries } from './item-entries.ts'
import { pickerTitle, type PickerProps } from './picker-props.ts'

/** What can be done to items, at the pointer or at their row; on a phone a sheet. */
export function ItemMenu({ items, anchor, onClose }: PickerProps) {
  const { actions } = useAccountContext()
  const openItem = useOpenItem()
  const from = useRef(anchor ?? null)
  const [first] = items
  const entries = itemEntries(items, {
    actions,
    pick: (command) => anchor && requestCommand(command, items, anchor),
    open: items.length === 1 && first ? () => openItem.open(first.id) : undefined,
    onGone: clearSelection,
  })
  const title = pickerTitle('Actions', items)
  if (isPhone.value || !anchor)
    return (
      <Dialog title={title} onClose={onClose}>
        <div role="menu" aria-label={title}>
          <MenuEntries entries={entries} onClose={onClose} />
        </div>
      </Dialog>
    )
  return (
    <Popover from={from} role="menu" aria-label={title} onClose={onClose}>
      <MenuEntries entries={entries} onClose={onClose} />
    </Popover>
  )
}
