import { useRef, useState } from 'preact/hooks'
import { Button, Keys } from '#web/ui/button.tsx'
import { DialogFoot } from '#web/ui/dialog.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { Combobox } from './combobox.tsx'
import { knownTags } from './known-tags.ts'
import { PickerSurface } from './picker-surface.tsx'
import { pickerTitle, type PickerProps } from './picker-props.ts'
import { readTags } from './field-readers.ts'
import { retag } from './retag.ts'

/** Tags of one item or several; what is chosen here is done when the dialog closes. */
export function TagPicker({ items, anchor, onClose }: PickerProps) {
  const context = useAccountContext()
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map())
  const typed = useRef('')
  const checkedState = (tag: string): boolean | 'mixed' => {
    const change = changed.get(tag)
    if (change !== undefined) return change
    const those = items.filter(({ tags }) => tags.includes(tag)).length
    return those === items.length || (those > 0 && 'mixed')
  }
  const set = (tag: string, on: boolean) => setChanged((before) => new Map(before).set(tag, on))
  const known = [...new Set([...knownTags(context.replica.state.value), ...changed.keys()])]
  const mine = known.filter((tag) => items.some(({ tags }) => tags.includes(tag)) || changed.get(tag))
  const options = [...new Set([...mine, ...known])].map((tag) => ({
    key: tag,
    label: tag,
    icon: 'tag' as const,
    checked: checkedState(tag),
    run: () => set(tag, checkedState(tag) !== true),
  }))

  function fresh(text: string) {
    const reading = readTags(text)
    const [tag] = reading.value ?? []
    if (!tag || known.includes(tag)) return null
    return {
      key: `new ${tag}`,
      label: `New tag: ${tag}`,
      icon: 'plus' as const,
      run: () => reading.value?.forEach((one) => set(one, true)),
    }
  }
  function end() {
    const rest = readTags(typed.current).value ?? []
    retag(context, items, new Map([...changed, ...rest.map((tag) => [tag, true] as const)]))
    onClose()
  }

  return (
    <PickerSurface title={pickerTitle('Tags', items)} anchor={anchor} onClose={onClose}>
      <Combobox
        label="Tags"
        placeholder="Find a tag, or type a new one"
        options={options}
        fresh={fresh}
        onType={(text) => (typed.current = text)}
        onEnd={end}
      />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="strong" onClick={end}>
          Done <Keys keys="Ctrl Enter" />
        </Button>
      </DialogFoot>
    </PickerSurface>
  )
}
