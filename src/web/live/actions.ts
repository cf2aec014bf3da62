import type { Day } from '#domain/dates.ts'
import { changedFields } from '#domain/entities.ts'
import { firstDue, quickAdd } from '#domain/quick-add.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Fields } from '#domain/fields.ts'
import { KIND, type Kind } from '#domain/kinds.ts'
import { formatDue } from '#web/format/days.ts'
import type { Made, Replica } from './replica/replica.ts'
import type { PredictedOperation } from './replica/state.ts'
import { type ChangeListener, createUndoableChanges, type UndoableChanges } from './undoable-changes.ts'

type Assumptions = Partial<Pick<Fields, 'project' | 'feature' | 'due' | 'tags'>> & { kind?: Kind }
type Stage = 'bought' | 'given'

/** Everything that people do to items, each as one change that can be undone. */
export interface Actions extends UndoableChanges {
  /** One line of text, as the command line reads it; gives null for an empty one. */
  addText(text: string, assume?: Assumptions, literal?: ReadonlySet<string>): Made | null
  done(items: readonly PlacedItem[], stage?: Stage): Made
  changeStatus(verb: 'start' | 'cancel' | 'reopen' | 'skip', items: readonly PlacedItem[]): Made
  remove(items: readonly PlacedItem[]): Made
  /** Dates are days here: words are read before. */
  update(items: readonly PlacedItem[], fields: Partial<Fields>): Made
  move(item: PlacedItem, where: { to: 'top' | 'bottom' | 'up' | 'down' } | { before: string } | { after: string }): Made
  convert(item: PlacedItem, kind: Kind, fields: Partial<Fields>, drop: boolean): Made
}

const PAST_TENSES = { start: 'Started', cancel: 'Canceled', reopen: 'Reopened', skip: 'Skipped' }

const titleOrCount = (items: readonly PlacedItem[]): string =>
  items.length === 1 ? `“${items[0]!.title}”` : `${items.length} items`

/** What becomes of fields, in a few words: `P4, due Tomorrow`. */
function describeFields(fields: Partial<Fields>, today: Day): string {
  return Object.keys(fields)
    .map((field) => {
      if (field === 'priority') return `P${fields.priority}`
      if (field === 'due') return fields.due ? `due ${formatDue(fields.due, today)}` : 'no date'
      return field === 'url' ? 'link' : field.replaceAll('_', ' ')
    })
    .join(', ')
}

/** The fields of a new item: what the line says goes before what is assumed. */
function readNewItem(replica: Replica, text: string, assume: Assumptions, literal?: ReadonlySet<string>) {
  const { kind, ...rest } = assume
  const today = replica.today.peek()
  const { projects } = replica.state.peek()
  const { fields } = quickAdd(kind ? `${kind}: ${text}` : text, {
    today,
    projects: (slug) => projects.has(slug),
    literal,
  })
  const assumed = rest.project ? { ...rest, kind: 'task' as const } : rest
  const tags = [...new Set([...(fields.tags ?? []), ...(rest.tags ?? [])])]
  const read = { ...assumed, ...fields, ...('kind' in assumed && { kind: assumed.kind }), ...(tags.length && { tags }) }
  const due = firstDue(read.kind, read, today)
  return { ...read, ...(due && { due }) }
}

/** A gift is bought first and given later. */
function doneOperation(item: PlacedItem, on: Day, stage?: Stage) {
  const next = stage ?? (item.bought_on ? 'given' : 'bought')
  return { op: 'items.done' as const, input: { id: item.id, on, ...(item.kind === 'gift' && { stage: next }) } }
}

/** The items in which the fields would change something, by their present state. */
function changedBy(replica: Replica, items: readonly PlacedItem[], fields: Partial<Fields>): PlacedItem[] {
  const present = replica.state.peek().items
  return items.filter((item) => {
    const before = present.get(item.id) ?? item
    return changedFields({ ...before, ...fields }, before).length > 0
  })
}

/** The actions over a replica. */
export function createActions(replica: Replica, listener: ChangeListener): Actions {
  const changes = createUndoableChanges(replica, listener)
  const { make } = changes
  const each = (op: PredictedOperation, items: readonly PlacedItem[], input: object, description: string): Made =>
    make(
      items.map(({ id }) => ({ op, input: { ...input, id } })),
      description,
    )
  return {
    ...changes,
    addText(text, assume = {}, literal) {
      if (!text.trim()) return null
      const input = readNewItem(replica, text, assume, literal)
      return make([{ op: 'items.add', input }], `Added “${input.title}”`)
    },
    done(items, stage) {
      const operations = items.map((item) => doneOperation(item, replica.today.peek(), stage))
      const isBought = items.length === 1 && operations[0]?.input.stage === 'bought'
      return make(operations, `${isBought ? 'Bought' : 'Done'}: ${titleOrCount(items)}`)
    },
    changeStatus: (verb, items) => each(`items.${verb}`, items, {}, `${PAST_TENSES[verb]} ${titleOrCount(items)}`),
    remove: (items) => each('items.remove', items, {}, `Removed ${titleOrCount(items)}`),
    update(items, fields) {
      const changed = changedBy(replica, items, fields)
      const description = describeFields(fields, replica.today.peek())
      return each('items.update', changed, fields, `Changed ${titleOrCount(changed)}: ${description}`)
    },
    move: (item, where) => each('items.move', [item], where, `Moved ${titleOrCount([item])}`),
    convert: (item, kind, fields, drop) =>
      each('items.convert', [item], { ...fields, kind, drop }, `Made ${titleOrCount([item])} ${KIND[kind].one}`),
  }
}
