import { signal } from '@preact/signals'
import { addDays } from '#domain/dates.ts'
import { type Fields, hasField } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { KIND, type Kind } from '#domain/kinds.ts'
import { formatCount } from '#web/format/amounts.ts'
import { placeAt } from '#web/live/place.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { moveToSpace } from '#web/live/move-to-space.ts'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import type { Operation } from '#web/live/undoable-changes.ts'
import { showError } from '#web/ui/toast.tsx'

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

/**
 * Whether items can be dropped there: on a list of the sidebar, or on a shared space.
 */
export function takesDrops(address: string): boolean {
  const { space, path } = placeAt(address)
  const isPlain = space === null ? path === '/today' || path === '/upcoming' : path === '/'
  return isPlain || path in KIND_OF_LIST || path.startsWith(PROJECT)
}

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

/** Gives items the date, the space, the kind or the project of a list on which they were dropped, with undo. */
export function dropOnList(context: AccountContext, address: string, items: readonly PlacedItem[]): void {
  const { actions, replica } = context
  const { space, path } = placeAt(address)
  const today = replica.today.peek()
  if (path === '/today') return void actions.update(items, { due: today })
  if (path === '/upcoming') return void actions.update(items, { due: addDays(today, 1) })
  const project = path.startsWith(PROJECT) ? path.slice(PROJECT.length) : undefined
  const kind = project === undefined ? KIND_OF_LIST[path] : 'task'
  const fieldsOf = ({ every }: PlacedItem): Partial<Fields> => ({
    ...(project !== undefined && { project }),
    ...(kind === 'chore' && { every: every ?? USUAL_INTERVAL }),
  })
  moveToSpace(context, items, { space, kind, fieldsOf }).catch(showError)
  const there = items.filter(({ id }) => spaceOf(id) === space)
  const what = there.length === 1 ? `“${there[0]!.title}”` : formatCount(there.length, 'item')
  if (project !== undefined) {
    const title = context.spaces
      .peek()
      .find((one) => one.space === space)
      ?.titleOfProject(project)
    actions.make(toProject(there, project), `Moved ${what} to ${title ?? project}`)
  } else if (kind) {
    const converted = there.filter((item) => item.kind !== kind)
    const isNew = kind === 'chore' && there.some(({ every }) => every === null)
    actions.make(
      converted.map((item) => convertTo(kind, fieldsOf(item))(item)),
      `Made ${what} ${KIND[kind].one}${isNew ? `, ${USUAL_INTERVAL}` : ''}`,
    )
  }
}

function toProject(items: readonly PlacedItem[], project: string): Operation[] {
  return items
    .filter((item) => item.project !== project)
    .map((item) =>
      hasField(item.kind, 'project')
        ? { op: 'items.update', input: { id: item.id, project } }
        : convertTo('task', { project })(item),
    )
}
