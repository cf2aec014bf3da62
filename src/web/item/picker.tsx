import { DuePicker } from './due-picker.tsx'
import { MovePicker } from './move-picker.tsx'
import type { PickerProps } from './picker-props.ts'
import { PriorityPicker } from './priority-picker.tsx'
import { TagPicker } from './tag-picker.tsx'

const PICKERS = { due: DuePicker, tags: TagPicker, move: MovePicker, priority: PriorityPicker }

/** The dialog that a key asks for, over one item or several. */
export function Picker({ what, ...rest }: PickerProps & { what: keyof typeof PICKERS }) {
  const Picked = PICKERS[what]
  return <Picked {...rest} />
}
