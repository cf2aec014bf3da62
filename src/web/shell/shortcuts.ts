import { type PlacedItem } from '#domain/items.ts'
import { LISTS, MORE } from '#web/ui/navigation.ts'
import { choose, chooseNone, selected } from '#web/live/selection.ts'
import { refocus } from '#web/dnd/focus.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { undoLast } from './change-toasts.ts'

/** What a key asks for that is not done to items here and now. */
export type Asked = 'add' | 'palette' | 'search' | 'help' | 'due' | 'tags' | 'move' | 'priority'

export interface KeyHandlers {
  context: AccountContext
  ask(what: Asked, items: readonly PlacedItem[]): void
  go(path: string): void
  edit(id: string): void
}

const GO_MS = 1200
/** When `g` was pressed; a view that is replaced before the letter comes does not forget it. */
let going = 0

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type))
  )
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('#main [data-item]')]
const rowOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>('[data-item]') ?? null

/** The next or previous row takes the focus; from nowhere, the first. */
function step(by: 1 | -1): void {
  const all = rows()
  const at = all.indexOf(rowOf(document.activeElement)!)
  const next = at < 0 ? all[0] : all[at + by]
  next?.querySelector<HTMLElement>('.row-title')?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
}

/** The chosen items, else the one that has the focus. */
function targets(context: AccountContext): PlacedItem[] {
  const here = rowOf(document.activeElement)?.dataset.item
  const ids = selected.value.size ? [...selected.value] : here ? [here] : []
  return ids.map((id) => context.item(id)).filter((item) => item !== undefined)
}

/** Keeps a place for the focus before the row that has it goes. */
function stepOff(items: readonly PlacedItem[]): void {
  const gone = new Set(items.map(({ id }) => id))
  const all = rows()
  const at = all.indexOf(rowOf(document.activeElement)!)
  const stays = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0)).toReversed()].find(
    (row) => !gone.has(row.dataset.item!),
  )
  stays?.querySelector<HTMLElement>('.row-title')?.focus({ preventScroll: true })
}

/** The keyboard, in one place. Gives the way to stop listening. */
export function listenToKeys({ context, ask, go, edit }: KeyHandlers): () => void {
  const each: Record<string, (items: PlacedItem[]) => void> = {
    x: (items) => {
      stepOff(items)
      context.actions.done(items)
    },
    d: (items) => ask('due', items),
    '#': (items) => ask('tags', items),
    m: (items) => ask('move', items),
    e: ([item]) => item && edit(item.id),
    Delete: (items) => {
      stepOff(items)
      context.actions.remove(items)
    },
  }
  for (const priority of [1, 2, 3, 4, 5]) {
    each[priority] = (items) => {
      const here = rowOf(document.activeElement)?.dataset.item
      context.actions.update(items, { priority })
      if (here) refocus(here) // it stands in another section now
    }
  }

  const plain: Record<string, () => void> = {
    q: () => ask('add', []),
    '/': () => ask('search', []),
    '?': () => ask('help', []),
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    z: () => void undoLast(context),
    g: () => (going = Date.now()),
    v: () => {
      const id = rowOf(document.activeElement)?.dataset.item
      if (id) choose(id, 'one')
    },
  }

  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      return ask('palette', [])
    }
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      typing(event.target) ||
      document.querySelector('dialog[open], .popover:popover-open')
    )
      return
    if (event.key === 'Escape') return chooseNone()
    if (Date.now() - going < GO_MS) {
      going = 0
      const to = [...LISTS, ...MORE].find(({ key }) => key === event.key)
      if (to) return go(to.path)
    }
    if (plain[event.key] && !(event.key.startsWith('Arrow') && !rowOf(document.activeElement))) {
      event.preventDefault()
      return plain[event.key]!()
    }
    const act = each[event.key]
    const items = act ? targets(context) : []
    if (!act || !items.length) return
    event.preventDefault()
    act(items)
    if (event.key === 'x' || event.key === 'Delete') chooseNone()
  }

  document.addEventListener('keydown', pressed)
  return () => document.removeEventListener('keydown', pressed)
}
