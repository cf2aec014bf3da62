import { signal } from '@preact/signals'
import { addDays } from '#domain/dates.ts'
import { hasField } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { KIND, type Kind } from '#domain/kinds.ts'
import { formatCount } from '#web/format/amounts.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import type { Operation } from '#web/live/undoable-changes.ts'

/** The path of the list in the sidebar that something is dragged over. */
export const listUnderPointer = signal<string | null>(null)

const KIND_OF_LIST: Record<string, Kind> = {
  '/todos': 'todo',
  '/chores': 'chore',
  '/shopping': 'shopping',
  '/groceries': 'grocery',
}
/** How often a chore comes that did not repeat before, until its interval is changed. */
const USUAL_INTERVAL = 'weekly'
const PROJECT = '/projects/'

/** Whether items can be dropped on a list of the sidebar. */
export const takesDrops = (path: string): boolean =>
  path === '/today' || path === '/upcoming' || path in KIND_OF_LIST || path.startsWith(PROJECT)

/** Follows the pointer over the sidebar, until the returned function is called. */
export function watchLists(held: EventTarget | null): () => void {
  const look = (x: number, y: number) => {
    const link = document.elementsFromPoint(x, y).find((one) => one.matches('[data-drop]'))
    listUnderPointer.value = (link as HTMLElement | undefined)?.dataset.drop ?? null
  }
  const mouse = ({ clientX, clientY }: MouseEvent) => look(clientX, clientY)
  document.addEventListener('mousemove', mouse)
  const finger = (event: Event) => {
    const [touch] = (event as TouchEvent).touches
    if (touch) look(touch.clientX, touch.clientY)
  }
  held?.addEventListener('touchmove', finger, { passive: true })
  return () => {
    listUnderPointer.value = null
    document.removeEventListener('mousemove', mouse)
    held?.removeEventListener('touchmove', finger)
  }
}

function convertTo(kind: Kind, fields: object) {
  return ({ id }: PlacedItem): Operation => ({ op: 'items.convert', input: { id, kind, drop: true, ...fields } })
}

/** Gives items the date, the kind or the project of a list on which they were dropped, as one write. */
export function dropOnList(
  { actions, replica, titleOfProject }: AccountContext,
  path: string,
  items: readonly PlacedItem[],
): void {
  const today = replica.today.peek()
  if (path === '/today') return void actions.update(items, { due: today })
  if (path === '/upcoming') return void actions.update(items, { due: addDays(today, 1) })
  const what = items.length === 1 ? `“${items[0]!.title}”` : formatCount(items.length, 'item')
  if (path.startsWith(PROJECT)) {
    const project = path.slice(PROJECT.length)
    const moved = items.filter((item) => item.project !== project)
    const operations = moved.map((item) =>
      hasField(item.kind, 'project')
        ? { op: 'items.update' as const, input: { id: item.id, project } }
        : convertTo('task', { project })(item),
    )
    actions.make(operations, `Moved ${what} to ${titleOfProject(project) ?? project}`)
    return
  }
  const kind = KIND_OF_LIST[path]
  if (!kind) return
  const operations = items
    .filter((item) => item.kind !== kind)
    .map((item) => convertTo(kind, kind === 'chore' ? { every: item.every ?? USUAL_INTERVAL } : {})(item))
  const isNew = kind === 'chore' && items.some(({ every }) => every === null)
  actions.make(operations, `Made ${what} ${KIND[kind].one}${isNew ? `, ${USUAL_INTERVAL}` : ''}`)
}
