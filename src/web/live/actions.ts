import type { ByIdOperation } from '#contract/by-id-operation.ts'
import { addDays } from '#domain/dates.ts'
import { changedFields } from '#domain/entities.ts'
import { projectFinder } from '#domain/project-names.ts'
import { firstDue, quickAdd } from '#domain/quick-add.ts'
import { currency } from '#web/format/amounts.ts'
import type { PlacedItem } from '#domain/items.ts'
import { completeItem, type Fields, type Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import { describeOperation } from './describe-operation.ts'
import { groceryOperations } from './grocery-operations.ts'
import type { LocalChange, Replica } from './replica/replica.ts'
import type { Session } from './replica/session.ts'
import type { PredictedOperation } from './replica/state.ts'
import type { Operation, UndoableChanges } from './undoable-changes.ts'

type Assumptions = Partial<Pick<Fields, 'project' | 'feature' | 'due' | 'tags'>> & { kind?: Kind }
type Stage = 'bought' | 'given'

/** Everything that people do to items, of whichever spaces, each as one change that can be undone. */
export interface Actions extends Omit<UndoableChanges, 'make'> {
  /** Makes several operations as one change; what names no item is done in the space of these actions. */
  make(operations: readonly Operation[], description: string): LocalChange
  /** One line of text, as the command line reads it; gives null for an empty one. */
  addText(text: string, assume?: Assumptions, literal?: ReadonlySet<string>): LocalChange | null
  /** `by`: the member of a shared space who is credited, by default oneself. */
  done(items: readonly PlacedItem[], stage?: Stage, by?: string): LocalChange
  apply(op: ByIdOperation, items: readonly PlacedItem[]): LocalChange
  /**
   * Dates are days here: words are read before. A due date moves the series of the items in `series`, and postpones
   * one occurrence of the others.
   */
  update(items: readonly PlacedItem[], fields: Partial<Fields>, series?: readonly PlacedItem[]): LocalChange
  /** By a day, from today where it was due before or has no date; of what recurs, this occurrence. */
  postpone(items: readonly PlacedItem[]): LocalChange
  move(
    item: PlacedItem,
    where: { to: 'top' | 'bottom' | 'up' | 'down' } | { before: string } | { after: string },
  ): LocalChange
  convert(item: PlacedItem, kind: Kind, fields: Partial<Fields>, drop: boolean): LocalChange
}

/** The fields of a new item: what the line says goes before what is assumed. */
function readNewItem(replica: Replica, text: string, assume: Assumptions, literal?: ReadonlySet<string>) {
  const { kind, ...rest } = assume
  const today = replica.today.peek()
  const { projects } = replica.state.peek()
  const { fields } = quickAdd(text, {
    kind,
    today,
    time: replica.time.peek(),
    day: rest.due ?? undefined,
    findProject: projectFinder(projects.values()),
    currency: currency.peek(),
    literal,
  })
  const assumed = rest.project ? { ...rest, kind: 'task' as const } : rest
  const tags = [...new Set([...(fields.tags ?? []), ...(rest.tags ?? [])])]
  const read = { ...assumed, ...fields, ...('kind' in assumed && { kind: assumed.kind }), ...(tags.length && { tags }) }
  const due = firstDue(read.kind, read, today)
  return { ...read, ...(due && { due }) }
}

/** A gift is bought first and given later. */
const stageAfter = (item: Item): Stage => (item.bought_on ? 'given' : 'bought')

/** The items, as they are now, in which the fields would change something. */
function changedBy(session: Session, items: readonly PlacedItem[], fields: Partial<Fields>): PlacedItem[] {
  return items
    .map((item) => session.replicaOf(item.id).state.peek().items.get(item.id) ?? item)
    .filter((item) => changedFields({ ...item, ...fields }, item).length > 0)
}

/** The actions on all items of an account; what is added goes to the space of `replica`. */
export function createActions(session: Session, replica: Replica, changes: UndoableChanges): Actions {
  const make: Actions['make'] = (operations, description) => changes.make(operations, description, replica)
  const describe = (op: PredictedOperation, items: readonly PlacedItem[], predict?: (item: Item) => Item): string =>
    describeOperation(items[0] ? session.replicaOf(items[0].id) : replica, op, items, predict)
  const each = (
    op: PredictedOperation,
    items: readonly PlacedItem[],
    input: object,
    predict?: (item: Item) => Item,
  ): LocalChange =>
    make(
      items.map(({ id }) => ({ op, input: { ...input, id } })),
      describe(op, items, predict),
    )
  return {
    ...changes,
    make,
    addText(text, assume = {}, literal) {
      if (!text.trim()) return null
      const input = readNewItem(replica, text, assume, literal)
      if (input.kind === 'grocery')
        return make(
          groceryOperations(replica.state.peek().items.values(), [input]),
          describeOperation(replica, 'items.add', [completeItem(input)]),
        )
      return make([{ op: 'items.add', input }], describeOperation(replica, 'items.add', [completeItem(input)]))
    },
    done(items, stage, by) {
      const on = replica.today.peek()
      const operations = items.map((item) => ({
        op: 'items.done' as const,
        input: { id: item.id, on, by, ...(item.kind === 'gift' && { stage: stage ?? stageAfter(item) }) },
      }))
      const predict = (item: Item): Item => {
        const isBought = item.kind === 'gift' && (stage ?? stageAfter(item)) === 'bought'
        return { ...item, status: isBought ? 'doing' : 'done' }
      }
      return make(operations, describe('items.done', items, predict))
    },
    apply: (op, items) => each(op, items, {}),
    update(items, fields, series = []) {
      const changed = new Set(changedBy(session, items, fields).map(({ id }) => id))
      const moving = new Set(series.map(({ id }) => id))
      const some = items.filter(({ id }) => changed.has(id) || moving.has(id))
      return make(
        some.map(({ id }) => ({
          op: 'items.update',
          input: { ...fields, ...(moving.has(id) && { series: true }), id },
        })),
        describe('items.update', some, (item) => ({ ...item, ...fields })),
      )
    },
    postpone(items) {
      const today = replica.today.peek()
      const nextDay = ({ due }: Item) => addDays(due && due > today ? due : today, 1)
      return make(
        items.map((item) => ({ op: 'items.update', input: { id: item.id, due: nextDay(item) } })),
        describe('items.update', items, (item) => ({ ...item, due: nextDay(item) })),
      )
    },
    move: (item, where) => each('items.move', [item], where),
    convert: (item, kind, fields, drop) =>
      each('items.convert', [item], { ...fields, kind, drop }, (before) => ({ ...before, kind })),
  }
}
