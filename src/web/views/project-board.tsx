import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/check.tsx'
import { ItemRowMeta } from '#web/ui/item-row-meta.tsx'
import { formatCount, formatEstimate } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { Dragging } from '#web/dnd/dragging.tsx'
import type { DropTarget } from '#web/dnd/drop-target.ts'
import { Grip } from '#web/dnd/grip.tsx'
import { dropBeside, nudgeInOrder } from '#web/dnd/sortable-list.tsx'
import { useZone } from '#web/dnd/use-zone.ts'
import { useDoneTasks } from './project-done-tasks.tsx'

const COLUMNS = ['todo', 'doing', 'done'] as const
type Column = (typeof COLUMNS)[number]
const TITLES: Record<Column, string> = { todo: 'To do', doing: 'Doing', done: 'Done' }
const OPERATIONS = { todo: 'items.reopen', doing: 'items.start' } as const
const ZONE = 'column:'
const BATCH_SIZE = 100

/** Tasks by how far they are; a card that is dropped in a column becomes that, and stands where it was dropped. */
export function Board({ slug, items }: { slug: string; items: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const { done, loadAll, isLoading, isComplete } = useDoneTasks(slug)

  const itemsIn = (column: Column) => items.filter(({ status }) => status === column)

  function changeStatus(moving: readonly PlacedItem[], column: Column) {
    const others = moving.filter(({ status }) => status !== column)
    if (!others.length) return
    if (column === 'done') context.actions.done(others)
    else context.actions.apply(OPERATIONS[column], others)
  }

  /** Those from other columns get the status of this one; all go beside the card, in their order, as one write. */
  function moveBeside(moving: readonly PlacedItem[], target: Extract<DropTarget, { row: string }>) {
    const other = context.item(target.row)
    const column = other?.status as Column
    if (!other || column === 'done') return
    const [first] = moving
    if (first?.status === column && moving.length === 1) return dropBeside(context, itemsIn(column), first, target)
    const others = moving.filter(({ id }) => id !== other.id)
    const verbs = others
      .filter(({ status }) => status !== column)
      .map(({ id }) => ({ op: OPERATIONS[column], input: { id } }))
    const ordered = target.side === 'before' ? others : others.toReversed()
    const moves = ordered.map(({ id }) => ({ op: 'items.move' as const, input: { id, [target.side]: other.id } }))
    const what = others.length === 1 ? `“${others[0]!.title}”` : formatCount(others.length, 'task')
    context.actions.make([...verbs, ...moves], `Moved ${what} to ${TITLES[column]}`)
  }

  return (
    <Dragging
      movesSelection
      onDrop={(moving, target) =>
        'zone' in target ? changeStatus(moving, target.zone.slice(ZONE.length) as Column) : moveBeside(moving, target)
      }
      describe={(target) => {
        if ('zone' in target) return `To ${TITLES[target.zone.slice(ZONE.length) as Column]}`
        const other = context.item(target.row)
        return other
          ? `${target.side === 'before' ? 'Before' : 'After'} ${other.title}, in ${TITLES[other.status as Column]}`
          : ''
      }}
      onNudge={(item, arrow) => {
        if (arrow === 'ArrowUp' || arrow === 'ArrowDown')
          return nudgeInOrder(context, itemsIn(item.status as Column), item, arrow)
        const column =
          COLUMNS[
            COLUMNS.indexOf(item.status as Column) + ({ ArrowLeft: -1, ArrowRight: 1 }[arrow as 'ArrowLeft'] ?? NaN)
          ]
        if (!column) return null
        changeStatus([item], column)
        return `${item.title}: ${TITLES[column]}.`
      }}
    >
      <div class="board">
        {COLUMNS.map((column) => (
          <BoardColumn key={column} column={column} items={column === 'done' ? done : itemsIn(column)}>
            {column === 'done' && !isComplete && (
              <Button look="quiet" wide busy={isLoading} disabled={isLoading} onClick={loadAll}>
                Show all that was done
              </Button>
            )}
          </BoardColumn>
        ))}
      </div>
    </Dragging>
  )
}

function BoardColumn({
  column,
  items,
  children,
}: {
  column: Column
  items: readonly PlacedItem[]
  children?: ComponentChildren
}) {
  const { zoneRef, over } = useZone(`${ZONE}${column}`)
  const [max, setMax] = useState(BATCH_SIZE)
  return (
    <section ref={zoneRef} class="board-column" aria-label={TITLES[column]} data-over={over || undefined}>
      <header>
        <h2>{TITLES[column]}</h2>
        <em>{items.length}</em>
      </header>
      <ul>
        {items.slice(0, max).map((item) => (
          <Card key={item.id} item={item} />
        ))}
      </ul>
      {items.length === 0 && (
        <p class="board-free">
          {column === 'doing' ? 'Nothing under way' : column === 'done' ? 'Nothing done lately' : 'Nothing to do'}
        </p>
      )}
      {items.length > max && (
        <Button look="quiet" wide onClick={() => setMax(max + BATCH_SIZE)}>
          Show more
        </Button>
      )}
      {children}
    </section>
  )
}

function Card({ item }: { item: PlacedItem }) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  const done = item.status === 'done'
  function click(event: MouseEvent) {
    event.preventDefault()
    if (event.shiftKey || event.ctrlKey || event.metaKey) toggleSelected(item.id, 'one')
    else openItem.open(item.id)
  }
  return (
    <li
      class="board-card"
      data-item={item.id}
      data-done={done || undefined}
      data-selected={selected.value.has(item.id) || undefined}
      data-open={openItem.id === item.id || undefined}
    >
      <Grip item={item} list={done ? undefined : `column ${item.status}`} />
      <Check
        label={`Done: ${item.title}`}
        checked={done}
        priority={item.priority}
        half={item.status === 'doing'}
        onToggle={() => (done ? context.actions.apply('items.reopen', [item]) : context.actions.done([item]))}
      />
      <div class="board-text">
        <a class="row-title" dir="auto" href={`?item=${item.id}`} onClick={click}>
          {item.title}
        </a>
        <div class="board-meta">
          <ItemRowMeta
            item={item}
            today={context.replica.today.value}
            showProject={false}
            featureTitle={item.feature ? context.titleOfFeature(item.feature) : undefined}
          />
          {item.estimate !== null && <span>{formatEstimate(item.estimate)}</span>}
        </div>
      </div>
    </li>
  )
}
