import { useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { dropOnList } from '#web/dnd/list-drop.ts'
import { pathIn } from '#web/live/place.ts'
import { nameOfSpace, useAccountContext } from '#web/live/account-context.tsx'
import { moveToSpace } from '#web/live/move-to-space.ts'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import { showError } from '#web/ui/toast.tsx'
import { type ComboboxOption, Combobox } from './combobox.tsx'
import { ConvertDialog } from './convert-dialog.tsx'
import { PickerSurface } from './picker-surface.tsx'
import { pickerTitle, type PickerProps, commonValue } from './picker-props.ts'

const PLACES = [
  ['top', 'Top', 'up'],
  ['up', 'Up', 'up'],
  ['down', 'Down', 'down'],
  ['bottom', 'Bottom', 'down'],
] as const

/** To another place in the order, project or space. What is no task becomes one in a project, with undo. */
export function MovePicker({ items, anchor, onClose }: PickerProps) {
  const context = useAccountContext()
  const [into, setInto] = useState<string | null>(null)
  const [first] = items
  const tasks = items.every(({ kind }) => kind === 'task')
  const current = commonValue(items, ({ project }) => project)
  if (into !== null && first) return <ConvertDialog item={first} to="task" project={into} onClose={onClose} />

  function move(to: (typeof PLACES)[number][0]) {
    // those that stand above the others go first to the bottom, last to the top
    const order: readonly PlacedItem[] = to === 'top' || to === 'down' ? items.toReversed() : items
    for (const item of order) context.actions.move(item, { to })
    onClose()
  }
  function toProject(slug: string) {
    if (!tasks && items.length === 1) return setInto(slug)
    dropOnList(context, pathIn(context.space, `/projects/${slug}`), items)
    onClose()
  }
  const places: ComboboxOption[] = PLACES.map(([to, label, icon]) => ({ key: to, label, icon, run: () => move(to) }))
  const projects: ComboboxOption[] = context.projects.value
    .filter(({ slug, status }) => status === 'active' && slug !== current)
    .map(({ slug, title }) => ({
      key: `@${slug}`,
      label: title,
      icon: 'cube',
      aside: tasks ? 'project' : 'as a task',
      run: () => toProject(slug),
    }))
  const spaces: ComboboxOption[] = context.spaces.value
    .filter(({ space }) => items.some(({ id }) => spaceOf(id) !== space))
    .map(({ space }) => ({
      key: `space ${space ?? ''}`,
      label: nameOfSpace(space),
      icon: space === null ? 'person' : 'users',
      aside: 'space',
      run: () => {
        moveToSpace(context, items, { space }).catch(showError)
        onClose()
      },
    }))
  const options = [...places, ...projects, ...spaces]
  const placeholder = spaces.length ? 'up, down, a project, a space' : 'top, up, down, bottom, a project'

  return (
    <PickerSurface title={pickerTitle('Place', items)} anchor={anchor} onClose={onClose}>
      <Combobox label="Move" placeholder={placeholder} options={options} />
    </PickerSurface>
  )
}
