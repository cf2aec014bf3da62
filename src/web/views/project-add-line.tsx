import { useState } from 'preact/hooks'
import { Icon } from '#web/ui/icon.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { showError } from '#web/ui/toast.tsx'

/** One line that adds a task, understood as everywhere; Enter adds and stays. */
export function AddLine({ slug, feature, label }: { slug: string; feature?: string; label: string }) {
  const context = useAccountContext()
  const [text, setText] = useState('')
  function add(event: Event) {
    event.preventDefault()
    try {
      if (context.actions.addText(text, { project: slug, ...(feature && { feature }) })) setText('')
    } catch (error) {
      showError(error)
    }
  }
  return (
    <form class="add-line" onSubmit={add}>
      <Icon name="plus" />
      <input
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && (text ? setText('') : event.currentTarget.blur())}
        enterkeyhint="done"
        autocomplete="off"
        dir="auto"
      />
    </form>
  )
}
