import { useState } from 'preact/hooks'
import { todayIn } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Item } from '#domain/fields.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { TextButton } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { KIND_ICON, KIND_NAME, kindColour } from '#web/ui/kinds.ts'
import { formatDay } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ItemFields } from './item-fields.tsx'
import { ItemHistory } from './item-history.tsx'
import { ItemActions } from './item-actions.tsx'
import { NotesField } from './notes-field.tsx'
import { TitleField } from './title-field.tsx'

const TYPES_TEXT = 'input, textarea, select, [contenteditable]'

export function ItemDetails({ item, onClose }: { item: PlacedItem; onClose: () => void }) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  const [editing, edit] = useState(false)
  const status = describeStatus(item, context.replica.me.value.timezone, context.replica.today.value)

  function key(event: KeyboardEvent) {
    // Escape closes what lies over the panel, not the panel
    if ((event.currentTarget as Element).querySelector('dialog[open], :popover-open')) return event.stopPropagation()
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key !== 'e' || !plain || (event.target as Element).closest(TYPES_TEXT)) return
    event.preventDefault()
    event.stopPropagation()
    edit(true)
  }

  return (
    <article class="item" aria-label={item.title} onKeyDown={key}>
      <p class="item-kind" style={{ '--tone': kindColour(item.kind) }}>
        <Icon name={KIND_ICON[item.kind]} />
        <strong>{KIND_NAME[item.kind]}</strong>
        {status && <span>{status}</span>}
        {item.next && context.item(item.next) && (
          <TextButton onClick={() => openItem.open(item.next!)}>Next one</TextButton>
        )}
      </p>
      <TitleField item={item} take={(title) => context.actions.update([item], { title })} />
      <ItemActions item={item} onClose={onClose} />
      <ItemFields item={item} />
      <NotesField
        notes={item.notes}
        take={(notes) => context.actions.update([item], { notes })}
        editing={editing}
        onEditing={edit}
      />
      <ItemHistory item={item} />
    </article>
  )
}

/** The status in words, where the fields below do not show it. */
function describeStatus(item: Item, zone: string, today: string): string | null {
  const on = item.done_at && formatDay(todayIn(zone, new Date(item.done_at)), today)
  const by = item.done_by ? ` by ${item.done_by}` : ''
  if (item.status === 'done') return `${item.kind === 'gift' ? 'given' : 'done'} ${on ?? ''}${by}`
  if (item.status === 'canceled') return `canceled ${on ?? ''}`
  if (item.bought_on) return 'bought, not given yet'
  return item.status === 'doing' ? 'in progress' : null
}
