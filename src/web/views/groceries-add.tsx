import { useRef, useState } from 'preact/hooks'
import { quickAdd } from '#domain/quick-add.ts'
import { splitList } from '#domain/typed-text.ts'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { groceryOperations } from '#web/live/grocery-operations.ts'
import { type AccountContext, useAccountContext } from '#web/live/account-context.tsx'

/** Adds groceries in one write; the same thing again is more of it. */
export function addGroceries(
  { actions, replica }: AccountContext,
  groceries: Parameters<typeof groceryOperations>[1],
  message: string,
): void {
  actions.make(groceryOperations(replica.state.value.items.values(), groceries), message)
}

/** Always ready: Enter adds and stays, commas part several. */
export function GroceriesAdd() {
  const context = useAccountContext()
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)

  function add(event: Event) {
    event.preventDefault()
    const now = { today: context.replica.today.value, time: context.replica.time.value }
    const fields = splitList(text).map((part) => quickAdd(part, { ...now, kind: 'grocery' }).fields)
    const [first] = fields
    if (first)
      addGroceries(
        context,
        fields,
        fields.length === 1 ? `Added “${first.title}”` : `Added ${formatCount(fields.length, 'grocery', 'groceries')}`,
      )
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
        placeholder="2x milk, eggs #market, bread"
        autocomplete="off"
        enterkeyhint="done"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && (text ? setText('') : event.currentTarget.blur())}
      />
      {text.trim() && (
        <Button look="strong" type="submit">
          Add
        </Button>
      )}
    </form>
  )
}
