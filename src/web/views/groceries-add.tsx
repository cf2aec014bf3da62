import { useRef, useState } from 'preact/hooks'
import { quickAdd } from '#domain/quick-add.ts'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { toast } from '#web/ui/toast.tsx'
import { count } from '#web/ui/words.ts'
import { complain, type Live, useLive } from '../app/live.tsx'

/** Adds groceries in one write, with the toast that takes them back. */
export function addGroceries({ actions, replica }: Live, groceries: readonly object[], says: string): void {
  const operations = groceries.map((input) => ({ op: 'items.add', input: { ...input, kind: 'grocery' } }))
  const [first] = operations
  if (!first) return
  const made = operations.length === 1 ? replica.do('items.add', first.input, says) : replica.do('batch.run', { operations }, says)
  toast({ text: says, stays: 4000, action: { label: 'Undo', run: () => void actions.undo(made).catch(complain) } })
}

/** Always ready: Enter adds and stays, commas part several. */
export function GroceriesAdd() {
  const live = useLive()
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)

  function add(event: Event) {
    event.preventDefault()
    const today = live.replica.today.value
    const fields = text.split(',').filter((part) => part.trim()).map((part) => quickAdd(`grocery: ${part.trim()}`, { today }).fields)
    const [first] = fields
    if (first) addGroceries(live, fields, fields.length === 1 ? `Added “${first.title}”` : `Added ${count(fields.length, 'grocery', 'groceries')}`)
    setText('')
    input.current?.focus()
  }

  return (
    <form class="groceries-add" onSubmit={add}>
      <Icon name="plus" />
      <input
        ref={input}
        class="input"
        dir="auto"
        aria-label="Add groceries"
        placeholder="Milk, eggs #market, bread"
        autocomplete="off"
        enterkeyhint="done"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && (text ? setText('') : event.currentTarget.blur())}
      />
      {text.trim() && <Button look="strong" type="submit">Add</Button>}
    </form>
  )
}
