import { Button, IconButton } from '#web/ui/button.tsx'
import { clearSelection, selected } from '#web/live/selection.ts'
import type { RunCommand } from './shortcuts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import './selected-bar.css'

/** What can be done with all selected items, for the pointer and for thumbs. */
export function SelectedBar({ runCommand }: { runCommand: RunCommand }) {
  const context = useAccountContext()
  const items = [...selected.value].map((id) => context.item(id)).filter((item) => item !== undefined)
  if (!items.length) return null
  const andClear = (act: () => void) => () => {
    act()
    clearSelection()
  }
  return (
    <div class="selected-bar" role="toolbar" aria-label="Selected items">
      <span>{items.length.toLocaleString('en')} selected</span>
      <Button icon="tick" look="quiet" onClick={andClear(() => context.actions.done(items))}>
        Done
      </Button>
      <Button icon="calendar" look="quiet" onClick={() => runCommand('due', items)}>
        Due
      </Button>
      <Button icon="tag" look="quiet" onClick={() => runCommand('tags', items)}>
        Tags
      </Button>
      <Button icon="flag" look="quiet" onClick={() => runCommand('priority', items)}>
        Priority
      </Button>
      <Button icon="trash" look="quiet" danger onClick={andClear(() => context.actions.apply('items.remove', items))}>
        Remove
      </Button>
      <IconButton icon="cross" label="Select none" keys="Esc" onClick={clearSelection} />
    </div>
  )
}
