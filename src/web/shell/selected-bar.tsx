import { useAccountContext } from '#web/live/account-context.tsx'
import { type ItemCommand, requestCommand } from '#web/live/item-commands.ts'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import { clearSelection, selected } from '#web/live/selection.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import type { IconName } from '#web/ui/icon.tsx'
import { useRootMark } from '#web/ui/root-mark.ts'
import { isPhone } from '#web/ui/screen-width.ts'
import './selected-bar.css'

const PICKERS: readonly [label: string, icon: IconName, command: ItemCommand][] = [
  ['Due', 'calendar', 'due'],
  ['Priority', 'flag', 'priority'],
  ['Tags', 'tag', 'tags'],
  ['Move', 'move', 'move'],
]

/** What can be done with all selected items, for the pointer and for thumbs. */
export function SelectedBar() {
  const context = useAccountContext()
  const items = [...selected.value].map((id) => context.item(id)).filter((item) => item !== undefined)
  useRootMark('data-selecting', items.length > 0)
  if (!items.length) return null
  const isShared = items.some(({ id }) => spaceOf(id) !== null)
  const ask = (command: ItemCommand) => (event: MouseEvent) =>
    requestCommand(command, items, event.currentTarget as Element)
  function finish() {
    context.actions.done(items)
    clearSelection()
  }
  return (
    <div class="selected-bar" role="toolbar" aria-label="Selected items">
      <span>{items.length.toLocaleString('en')} selected</span>
      <Button icon="tick" look="quiet" aria-label="Done" title="Done (X)" onClick={finish}>
        <span class="selected-word">Done</span>
      </Button>
      {PICKERS.map(([label, icon, command]) => (
        <Button key={command} icon={icon} look="quiet" aria-label={label} onClick={ask(command)}>
          <span class="selected-word">{label}</span>
        </Button>
      ))}
      {isShared && !isPhone.value && (
        <IconButton icon="users" label="Assign" keys="A" aria-haspopup="dialog" onClick={ask('assign')} />
      )}
      <IconButton icon="more" label="More" aria-haspopup="menu" onClick={ask('menu')} />
      <IconButton icon="cross" label="Select none" keys="Esc" onClick={clearSelection} />
    </div>
  )
}
