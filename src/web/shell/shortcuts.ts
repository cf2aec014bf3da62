import type { PlacedItem } from '#domain/items.ts'
import { refocus } from '#web/dnd/refocus.ts'
import { pathIn, type Place } from '#web/live/place.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { type ItemCommand, requestCommand } from '#web/live/item-commands.ts'
import { shownRow } from '#web/live/shown-items.ts'
import { clearSelection, extendSelection, selectAll, selected, toggleSelected } from '#web/live/selection.ts'
import { LISTS, MORE } from '#web/ui/navigation.ts'
import { areSingleKeysOn } from '#web/ui/single-keys.ts'
import { undoLast } from './change-toasts.ts'
import { focusedRow, focusRowThatStays, moveRowFocus } from './row-focus.ts'
import { isTyping, isTypingOn } from './typing.ts'

/** What a key opens that concerns no item. */
export type ShortcutCommand = 'add' | 'palette' | 'search' | 'help'

export type RunCommand = (command: ShortcutCommand) => void

export interface ShortcutHandlers {
  context: AccountContext
  /** The view that is shown. */
  place: Place
  runCommand: RunCommand
  go(path: string): void
  edit(id: string): void
}

/** How long after `g` a letter still goes to a view. */
const GO_MS = 1200
/** When `g` was pressed. Kept outside the listener, which may be replaced before the letter comes. */
let goPressedAt = 0

/** The selected items, or else the one that has the focus. */
export function targetItems(context: AccountContext): PlacedItem[] {
  const focused = focusedRow()?.dataset.item
  const ids = selected.value.size ? [...selected.value] : focused ? [focused] : []
  return ids.map((id) => context.item(id)).filter((item) => item !== undefined)
}

/** Shows a picker at the row of the first of the items that has one, else where the focus is. */
export const picker = (command: ItemCommand) => (items: readonly PlacedItem[]) => {
  const row = focusedRow() ?? items.map(({ id }) => shownRow(id)).find((one) => one !== null)
  requestCommand(command, items, row?.querySelector('.row-text, .board-text') ?? row ?? document.activeElement!)
}

/** Keys that do something to items. */
function itemShortcuts({ context, edit }: ShortcutHandlers): Record<string, (items: PlacedItem[]) => void> {
  const setPriority = (priority: number) => (items: PlacedItem[]) => {
    const focused = focusedRow()?.dataset.item
    context.actions.update(items, { priority })
    if (focused) refocus(focused) // its row moves to another section
  }
  return {
    x: (items) => {
      focusRowThatStays(items)
      context.actions.done(items)
      clearSelection()
    },
    d: picker('due'),
    '#': picker('tags'),
    m: picker('move'),
    a: picker('assign'),
    e: ([item]) => item && edit(item.id),
    Delete: (items) => {
      focusRowThatStays(items)
      context.actions.apply('items.remove', items)
      clearSelection()
    },
    ...Object.fromEntries([1, 2, 3, 4, 5].map((priority) => [priority, setPriority(priority)])),
  }
}

function extendBy(by: 1 | -1): void {
  const moved = moveRowFocus(by)
  if (moved) extendSelection(moved.from, moved.to)
}

/** Keys that need no item. */
function plainShortcuts({ context, runCommand }: ShortcutHandlers): Record<string, () => unknown> {
  return {
    q: () => runCommand('add'),
    '/': () => runCommand('search'),
    '?': () => runCommand('help'),
    j: () => moveRowFocus(1),
    k: () => moveRowFocus(-1),
    J: () => extendBy(1),
    K: () => extendBy(-1),
    ArrowDown: () => moveRowFocus(1),
    ArrowUp: () => moveRowFocus(-1),
    z: () => void undoLast(context),
    g: () => (goPressedAt = Date.now()),
    v: () => {
      const id = focusedRow()?.dataset.item
      if (id) toggleSelected(id, 'one')
    },
  }
}

const isWithCtrl = ({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent, letter: string): boolean =>
  (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === letter

const isCovered = (): boolean => document.querySelector('dialog[open], .popover:popover-open') !== null

/** Whether the key belongs to the browser, a field, or what lies over the page. */
const isTaken = ({ ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey || isTyping(target) || isCovered()

/** The path of the view that this key goes to, if it follows `g`: in the same space, or in the usual one. */
function pathAfterGo(key: string, { place, context }: ShortcutHandlers): string | undefined {
  if (Date.now() - goPressedAt >= GO_MS) return undefined
  goPressedAt = 0
  const entry = [...LISTS, ...MORE].find((one) => one.key === key)
  const usual = entry?.counted && context.session.me.value.defaults?.[entry.counted]
  return entry && pathIn(entry.isOfAll ? null : (place.space ?? usual ?? null), entry.path)
}

/** Listens for the page's shortcuts; the returned function stops that. */
export function listenForShortcuts(handlers: ShortcutHandlers): () => void {
  const onItems = itemShortcuts(handlers)
  const plain = plainShortcuts(handlers)

  /** The palette from everywhere, and all items where no field has the key. */
  function runWithCtrl(event: KeyboardEvent): boolean {
    if (isWithCtrl(event, 'k')) handlers.runCommand('palette')
    else if (isWithCtrl(event, 'a') && !isTyping(event.target) && !isCovered()) selectAll()
    else return false
    return true
  }

  function handleKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    const { key } = event
    if (runWithCtrl(event)) return event.preventDefault()
    if (isTaken(event) || isTypingOn(event)) return
    if (key === 'Escape') return clearSelection()
    if (key.length > 1 || areSingleKeysOn.value) press(event)
  }

  function press(event: KeyboardEvent): void {
    const { key } = event
    const path = pathAfterGo(key, handlers)
    if (path) return handlers.go(path)
    if (plain[key] && !(key.startsWith('Arrow') && !focusedRow())) {
      event.preventDefault()
      plain[key]()
      return
    }
    const act = onItems[key]
    const items = act ? targetItems(handlers.context) : []
    if (!act || !items.length) return
    event.preventDefault()
    act(items)
  }

  document.addEventListener('keydown', handleKeyDown)
  return () => document.removeEventListener('keydown', handleKeyDown)
}
