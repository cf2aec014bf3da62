import { useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { KIND } from '#domain/kinds.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Menu, type MenuEntry } from '#web/ui/menu.tsx'
import { toast } from '#web/ui/toast.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ConvertDialog } from './convert-dialog.tsx'
import { MovePicker } from './move-picker.tsx'
import { StageSteps } from './stage-steps.tsx'

const DONE_WORD = { todo: 'Done', chore: 'Done', task: 'Done', gift: 'Given', shopping: 'Bought', grocery: 'Got it' }
const STARTS = ['todo', 'task']

/** What can be done to the item; the rest of it in a menu. */
export function ItemActions({ item, onClose }: { item: PlacedItem; onClose: () => void }) {
  const { actions } = useAccountContext()
  const openItem = useOpenItem()
  const [dialog, show] = useState<'convert' | 'move' | null>(null)
  const open = isOpen(item)
  const changeStatus = (name: 'start' | 'cancel' | 'reopen' | 'skip') => () => void actions.changeStatus(name, [item])
  const entries: (MenuEntry | false)[] = [
    open &&
      item.kind === 'gift' && {
        label: item.bought_on ? 'Not bought yet' : 'Given at once',
        icon: item.bought_on ? 'undo' : 'tick',
        run: item.bought_on ? changeStatus('reopen') : () => void actions.done([item], 'given'),
      },
    open &&
      Boolean(item.every) && {
        label: item.kind === 'chore' ? 'Skip this time' : 'Skip to the next',
        icon: 'skip',
        run: changeStatus('skip'),
      },
    open && {
      label: item.every && item.kind !== 'chore' ? 'Cancel, and its series' : 'Cancel',
      icon: 'cross',
      run: changeStatus('cancel'),
    },
    { label: 'Move…', icon: 'move', keys: 'M', run: () => show('move') },
    { label: 'Convert…', icon: 'loop', run: () => show('convert') },
    {
      label: `Copy ${item.id}`,
      icon: 'copy',
      run: () =>
        void navigator.clipboard.writeText(item.id).then(() => toast({ text: `Copied ${item.id}`, durationMs: 3000 })),
    },
    'line',
    {
      label: 'Remove',
      icon: 'trash',
      danger: true,
      run: () => {
        actions.remove([item])
        onClose()
      },
    },
  ]
  return (
    <div class="item-verbs">
      {item.kind === 'gift' && item.status !== 'canceled' && (
        <StageSteps item={item} onNext={() => actions.done([item])} />
      )}
      {open && item.kind !== 'gift' && (
        <Button look="strong" icon="tick" onClick={() => actions.done([item])}>
          {DONE_WORD[item.kind]}
        </Button>
      )}
      {item.status === 'todo' && STARTS.includes(item.kind) && (
        <Button icon="play" onClick={changeStatus('start')}>
          Start
        </Button>
      )}
      {(!open || (item.status === 'doing' && item.kind !== 'gift')) && (
        <Button icon="undo" onClick={changeStatus('reopen')}>
          {open ? 'Not started' : 'Reopen'}
        </Button>
      )}
      {open && item.kind === 'chore' && (
        <Button look="quiet" icon="skip" onClick={changeStatus('skip')}>
          Skip
        </Button>
      )}
      <span class="grows" />
      <Menu
        label={`More for ${item.title}`}
        side="end"
        entries={entries.filter((entry) => entry !== false)}
        trigger={(props, ref) => (
          <span ref={ref} class="item-more">
            <IconButton icon="more" label="More" {...props} />
          </span>
        )}
      />
      {dialog === 'convert' && (
        <ConvertDialog
          item={item}
          onClose={() => show(null)}
          onConverted={(seq, kind) => openItem.open(`${KIND[kind].prefix}-new${seq}-0`)}
        />
      )}
      {dialog === 'move' && <MovePicker items={[item]} onClose={() => show(null)} />}
    </div>
  )
}
