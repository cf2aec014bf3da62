import type { Item } from '#domain/fields.ts'
import type { ComponentChildren } from 'preact'
import { Check } from './check.tsx'
import { Icon } from './icon.tsx'
import { hasDetails, ItemRowMeta, type ItemRowMetaProps } from './item-row-meta.tsx'
import { Initials } from './initials.tsx'
import { formatEstimate, formatMoney } from '#web/format/amounts.ts'
import './item-row.css'

export interface ItemRowProps extends ItemRowMetaProps {
  onDone: (item: Item, event: MouseEvent) => void
  /** A plain click or Enter; clicks with shift, ctrl or ⌘ go to `onSelect`. */
  onOpen: (item: Item) => void
  onSelect?: (item: Item, how: 'range' | 'one') => void
  selected?: boolean
  /** Its panel stands beside the list. */
  open?: boolean
  /** A coming occurrence: cannot be done. */
  ghost?: boolean
  /** Shown in the place of the item's title, and at the end: a title without its amount, and the amount. */
  title?: string
  end?: string | null
  /** Before the check: a drag handle. */
  before?: ComponentChildren
  /** At the end, above the link: buttons. */
  tools?: ComponentChildren
  /** Over the end, while it is pointed at. */
  actions?: ComponentChildren
  onPointerEnter?: (event: PointerEvent) => void
  onPointerLeave?: (event: PointerEvent) => void
}

/** What the circle does, as a screen reader says it. */
function checkLabel(item: Item): string {
  if (item.kind === 'gift') return item.bought_on ? `Given: ${item.title}` : `Bought: ${item.title}`
  if (item.kind === 'shopping' || item.kind === 'grocery') return `Bought: ${item.title}`
  return `Done: ${item.title}`
}

const formatEnd = (item: Item): string | null =>
  item.budget != null ? formatMoney(item.budget) : item.estimate ? formatEstimate(item.estimate) : null

/** The link to the item, over the whole row. */
function RowTitle({ item, title, onOpen, onSelect, selected, open }: ItemRowProps) {
  function click(event: MouseEvent) {
    const chooses = event.shiftKey || event.ctrlKey || event.metaKey
    if (chooses && !onSelect) return
    event.preventDefault()
    if (chooses) onSelect?.(item, event.shiftKey ? 'range' : 'one')
    else onOpen(item)
  }

  return (
    <a class="row-title" dir="auto" href={`?item=${item.id}`} onClick={click} aria-current={open ? 'true' : undefined}>
      {title ?? item.title}
      {selected && <span class="unseen">, selected</span>}
      {item.priority <= 2 && <span class="unseen">, priority {item.priority}</span>}
    </a>
  )
}

/** In a shared space: who does it, or has done it. */
function Member({ item: { status, assigned, done_by } }: Pick<ItemRowProps, 'item'>) {
  const done = status === 'done'
  const name = done ? done_by : assigned
  return name && <Initials name={name} label={`${done ? 'Done by' : 'Assigned to'} ${name}`} />
}

export function ItemRow(props: ItemRowProps) {
  const { item, onDone, selected, open, ghost, before, tools } = props
  const done = item.status === 'done'
  const end = props.end ?? formatEnd(item)

  return (
    <li
      class="row"
      data-plain={!hasDetails(item, props.today, props) || undefined}
      data-item={item.id}
      data-selected={selected || undefined}
      data-open={open || undefined}
      data-done={done || undefined}
      data-ghost={ghost || undefined}
      onPointerEnter={props.onPointerEnter}
      onPointerLeave={props.onPointerLeave}
    >
      {before}
      {ghost ? (
        <Icon name="loop" class="row-ghost" label="Comes again" />
      ) : (
        <Check
          label={checkLabel(item)}
          checked={done}
          onToggle={(event) => onDone(item, event)}
          priority={item.priority}
          half={item.status === 'doing'}
          square={item.kind === 'shopping' || item.kind === 'grocery'}
        />
      )}
      <div class="row-text">
        <RowTitle {...props} />
        <ItemRowMeta {...props} />
      </div>
      <Member item={item} />
      {end && <span class="row-end">{end}</span>}
      {tools && <div class="row-tools">{tools}</div>}
      {props.actions}
    </li>
  )
}

export function ItemRows({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <ul class="list" aria-label={label}>
      {children}
    </ul>
  )
}
