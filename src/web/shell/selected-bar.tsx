import type { PlacedItem } from '#domain/items.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { count } from '#web/format/words.ts'
import { chooseNone, selected } from '#web/live/selection.ts'
import type { Asked } from './shortcuts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import './selected-bar.css'

/** What can be done with all that is chosen, for the pointer and for thumbs. */
export function SelectedBar({ ask }: { ask: (what: Asked, items: readonly PlacedItem[]) => void }) {
  const context = useAccountContext()
  const items = [...selected.value].map((id) => context.item(id)).filter((item) => item !== undefined)
  if (!items.length) return null
  const then = (act: () => void) => () => {
    act()
    chooseNone()
  }
  return (
    <div class="selected-bar" role="toolbar" aria-label="Chosen items">
      <span>{count(items.length, 'item')}</span>
      <Button icon="tick" look="quiet" onClick={then(() => context.actions.done(items))}>
        Done
      </Button>
      <Button icon="calendar" look="quiet" onClick={() => ask('due', items)}>
        Due
      </Button>
      <Button icon="tag" look="quiet" onClick={() => ask('tags', items)}>
        Tags
      </Button>
      <Button icon="flag" look="quiet" onClick={() => ask('priority', items)}>
        Priority
      </Button>
      <Button icon="trash" look="quiet" danger onClick={then(() => context.actions.remove(items))}>
        Remove
      </Button>
      <IconButton icon="cross" label="Choose none" keys="Esc" onClick={chooseNone} />
    </div>
  )
}
