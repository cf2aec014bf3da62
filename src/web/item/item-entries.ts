import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Actions } from '#web/live/actions.ts'
import type { ItemCommand } from '#web/live/item-commands.ts'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import type { MenuEntry } from '#web/ui/menu.tsx'

interface Does {
  actions: Actions
  /** Shows a picker for the items. */
  pick: (command: Exclude<ItemCommand, 'menu'>) => void
  /** Opens the item, where it is one. */
  open?: () => void
  /** Called after what takes the items out of their list. */
  onGone?: () => void
}

const STARTABLE_KINDS = ['todo', 'task']

/** Everything that can be done to one item or several, in the words of a menu. */
export function itemEntries(items: readonly PlacedItem[], { actions, pick, open, onGone }: Does): MenuEntry[] {
  const opened = items.filter(isOpen)
  const closed = items.filter((item) => !isOpen(item))
  const startable = opened.filter(({ kind, status }) => status === 'todo' && STARTABLE_KINDS.includes(kind))
  const started = opened.filter(({ kind, status }) => status === 'doing' && kind !== 'gift')
  const shared = items.filter(({ id }) => spaceOf(id) !== null)
  const recurring = opened.filter(({ every }) => every !== null)
  const entries: MenuEntry[] = []
  const add = (shown: readonly unknown[] | undefined, entry: MenuEntry) => shown?.length !== 0 && entries.push(entry)
  const gone = (act: () => void) => () => {
    act()
    onGone?.()
  }
  add(opened, { label: 'Done', icon: 'tick', keys: 'X', run: gone(() => actions.done(opened)) })
  add(shared.filter(isOpen), { label: 'Done by…', icon: 'person', run: () => pick('doneBy') })
  add(startable, { label: 'Start', icon: 'play', run: () => actions.apply('items.start', startable) })
  add(started, { label: 'Not started', icon: 'undo', run: () => actions.apply('items.reopen', started) })
  add(closed, { label: 'Reopen', icon: 'undo', run: () => actions.apply('items.reopen', closed) })
  if (open) entries.push({ label: 'Open', icon: 'edit', keys: '↵', run: open })
  entries.push('line')
  add(opened, { label: 'Due…', icon: 'calendar', keys: 'D', run: () => pick('due') })
  add(opened, { label: 'Postpone by a day', icon: 'skip', run: () => actions.postpone(opened) })
  add(recurring, { label: 'Skip this time', icon: 'loop', run: () => actions.apply('items.skip', recurring) })
  entries.push({ label: 'Priority…', icon: 'flag', run: () => pick('priority') })
  entries.push({ label: 'Tags…', icon: 'tag', keys: '#', run: () => pick('tags') })
  add(shared, { label: 'Assign…', icon: 'users', keys: 'A', run: () => pick('assign') })
  add(opened, { label: 'Move…', icon: 'move', keys: 'M', run: () => pick('move') })
  entries.push('line')
  add(opened, { label: 'Cancel', icon: 'cross', run: gone(() => actions.apply('items.cancel', opened)) })
  entries.push({
    label: 'Remove',
    icon: 'trash',
    keys: 'Del',
    danger: true,
    run: gone(() => actions.apply('items.remove', items)),
  })
  return entries
}
