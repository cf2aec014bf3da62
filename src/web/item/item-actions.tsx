import { useState } from 'preact/hooks'
import type { ByIdOperation } from '#contract/by-id-operation.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { KIND } from '#domain/kinds.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Menu, type MenuEntry } from '#web/ui/menu.tsx'
import { toast } from '#web/ui/toast.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import type { Actions } from '#web/live/actions.ts'
import { idIn, spaceOf } from '#web/live/replica/space-ids.ts'
import { ConvertDialog } from './convert-dialog.tsx'
import { DoneByPicker } from './member-pickers.tsx'
import { MovePicker } from './move-picker.tsx'
import { StageSteps } from './stage-steps.tsx'

const DONE_LABEL = { todo: 'Done', chore: 'Done', task: 'Done', gift: 'Given', shopping: 'Bought', grocery: 'Got it' }
const STARTABLE_KINDS = ['todo', 'task']
const COPIED_MS = 3000

type ItemDialog = 'convert' | 'move' | 'doneBy'

interface Props {
  item: PlacedItem
  onClose: () => void
}

/** What can be done to the item: the usual as buttons, the rest in a menu. */
export function ItemActions({ item, onClose }: Props) {
  const { actions } = useAccountContext()
  const openItem = useOpenItem()
  const [dialog, setDialog] = useState<ItemDialog | null>(null)
  const isActive = isOpen(item)
  return (
    <div class="item-verbs">
      {item.kind === 'gift' && item.status !== 'canceled' && (
        <StageSteps item={item} onNext={() => actions.done([item])} />
      )}
      {isActive && item.kind !== 'gift' && (
        <Button look="strong" icon="tick" onClick={() => actions.done([item])}>
          {DONE_LABEL[item.kind]}
        </Button>
      )}
      <StatusButtons item={item} />
      <span class="grows" />
      <MoreMenu item={item} onClose={onClose} onDialog={setDialog} />
      {dialog === 'convert' && (
        <ConvertDialog
          item={item}
          onClose={() => setDialog(null)}
          onConverted={(seq, kind) => openItem.open(idIn(spaceOf(item.id), `${KIND[kind].prefix}-new${seq}-0`))}
        />
      )}
      {dialog === 'move' && <MovePicker items={[item]} onClose={() => setDialog(null)} />}
      {dialog === 'doneBy' && <DoneByPicker items={[item]} onClose={() => setDialog(null)} />}
    </div>
  )
}

/** Start, reopen and skip, where the item's status and kind have them. */
function StatusButtons({ item }: Pick<Props, 'item'>) {
  const { actions } = useAccountContext()
  const isActive = isOpen(item)
  return (
    <>
      {item.status === 'todo' && STARTABLE_KINDS.includes(item.kind) && (
        <Button icon="play" onClick={() => actions.apply('items.start', [item])}>
          Start
        </Button>
      )}
      {(!isActive || (item.status === 'doing' && item.kind !== 'gift')) && (
        <Button icon="undo" onClick={() => actions.apply('items.reopen', [item])}>
          {isActive ? 'Not started' : 'Reopen'}
        </Button>
      )}
      {isActive && item.kind === 'chore' && (
        <Button look="quiet" icon="skip" onClick={() => actions.apply('items.skip', [item])}>
          Skip
        </Button>
      )}
    </>
  )
}

function MoreMenu({ item, onClose, onDialog }: Props & { onDialog: (dialog: ItemDialog) => void }) {
  const { actions } = useAccountContext()
  const copyId = () => navigator.clipboard.writeText(item.id)
  const entries: MenuEntry[] = [
    ...(isOpen(item) ? statusEntries(item, actions) : []),
    ...(isOpen(item) && spaceOf(item.id) !== null
      ? [{ label: 'Done by…', icon: 'person' as const, run: () => onDialog('doneBy') }]
      : []),
    { label: 'Move…', icon: 'move', keys: 'M', run: () => onDialog('move') },
    { label: 'Convert…', icon: 'loop', run: () => onDialog('convert') },
    {
      label: `Copy ${item.id}`,
      icon: 'copy',
      run: () => void copyId().then(() => toast({ text: `Copied ${item.id}`, durationMs: COPIED_MS })),
    },
    'line',
    {
      label: 'Remove',
      icon: 'trash',
      danger: true,
      run: () => {
        actions.apply('items.remove', [item])
        onClose()
      },
    },
  ]
  return (
    <Menu
      label={`More for ${item.title}`}
      side="end"
      entries={entries}
      trigger={(props, ref) => (
        <span ref={ref} class="item-more">
          <IconButton icon="more" label="More" {...props} />
        </span>
      )}
    />
  )
}

/** The menu's entries that change the status of an open item. */
function statusEntries(item: PlacedItem, actions: Actions): MenuEntry[] {
  const entries: MenuEntry[] = []
  const apply = (op: ByIdOperation) => () => void actions.apply(op, [item])
  if (item.kind === 'gift' && item.bought_on)
    entries.push({ label: 'Not bought yet', icon: 'undo', run: apply('items.reopen') })
  else if (item.kind === 'gift')
    entries.push({ label: 'Given at once', icon: 'tick', run: () => void actions.done([item], 'given') })
  if (item.every) {
    const label = item.kind === 'chore' ? 'Skip this time' : 'Skip to the next'
    entries.push({ label, icon: 'skip', run: apply('items.skip') })
  }
  const label = item.every && item.kind !== 'chore' ? 'Cancel, and its series' : 'Cancel'
  entries.push({ label, icon: 'cross', run: apply('items.cancel') })
  return entries
}
