import type { ItemCommand } from '#web/live/item-commands.ts'
import { DuePicker } from './due-picker.tsx'
import { AssignPicker, DoneByPicker } from './member-pickers.tsx'
import { ItemMenu } from './item-menu.tsx'
import { MovePicker } from './move-picker.tsx'
import type { PickerProps } from './picker-props.ts'
import { PriorityPicker } from './priority-picker.tsx'
import { TagPicker } from './tag-picker.tsx'

const PICKERS = {
  due: DuePicker,
  tags: TagPicker,
  move: MovePicker,
  priority: PriorityPicker,
  assign: AssignPicker,
  doneBy: DoneByPicker,
  menu: ItemMenu,
}

/** What a key or a click asks for, over one item or several. */
export function Picker({ what, ...rest }: PickerProps & { what: ItemCommand }) {
  const Picked = PICKERS[what]
  return <Picked {...rest} />
}
