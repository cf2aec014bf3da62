import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Dialog } from '#web/ui/dialog.tsx'
import { Popover } from '#web/ui/popover.tsx'
import { isPhone } from '#web/ui/screen-width.ts'
import type { PickerProps } from './picker-props.ts'
import './pickers.css'

interface Props extends Pick<PickerProps, 'anchor' | 'onClose'> {
  title: string
  children: ComponentChildren
}

/** Where a picker stands: at the row or the field that it changes, on a phone as a sheet. */
export function PickerSurface({ title, anchor, onClose, children }: Props) {
  const from = useRef(anchor ?? null)
  if (isPhone.value || !anchor)
    return (
      <Dialog title={title} shape="top" onClose={onClose}>
        {children}
      </Dialog>
    )
  return (
    <Popover from={from} role="dialog" aria-label={title} onClose={onClose}>
      <div class="picker-popover">{children}</div>
    </Popover>
  )
}
