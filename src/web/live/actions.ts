import type { Day } from '#domain/dates.ts'
import { changedFields } from '#domain/entities.ts'
import { firstDue, quickAdd } from '#domain/quick-add.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Fields } from '#domain/fields.ts'
import { KIND, type Kind } from '#domain/kinds.ts'
import { formatDue } from '#web/format/days.ts'
import type { Made, Replica } from './replica/replica.ts'
import type { PredictedOperation } from './replica/state.ts'

export interface Operation {
  op: PredictedOperation
  input: Record<string, unknown>
}

/** Everything that people do to items, in one place: what it is called, and how it is taken back. */
export interface Actions {
  /** One line of text, as the command line reads it; gives null for an empty one. */
  addText(
    text: string,
    assume?: Partial<Pick<Fields, 'project' | 'feature' | 'due' | 'tags'>> & { kind?: Kind },
    literal?: ReadonlySet<string>,
  ): Made | null
  done(items: readonly PlacedItem[], stage?: 'bought' | 'given'): Made
  changeStatus(verb: 'start' | 'cancel' | 'reopen' | 'skip', items: readonly PlacedItem[]): Made
  remove(items: readonly PlacedItem[]): Made
  /** Dates are days here: words are read before. */
  update(items: readonly PlacedItem[], fields: Partial<Fields>): Made
  move(item: PlacedItem, where: { to: 'top' | 'bottom' | 'up' | 'down' } | { before: string } | { after: string }): Made
  convert(item: PlacedItem, kind: Kind, fields: Partial<Fields>, drop: boolean): Made
  /** Anything else, several operations as one write. */
  make(operations: readonly Operation[], says: string): Made
  undo(made: Made): Promise<void>
  /** Takes back the newest change that was made in this page. */
  undoLast(): Promise<Made | null>
}

/** What is so already is no change. */
const NOTHING: Made = { seq: 0, says: '', changes: false }

const PAST_TENSES = { start: 'Started', cancel: 'Canceled', reopen: 'Reopened', skip: 'Skipped' }

const titleOrCount = (items: readonly PlacedItem[]): string =>
  items.length === 1 ? `“${items[0]!.title}”` : `${items.length} items`

/** Hears of each change, so that undoing it can be offered for as long as it can be undone. */
export interface ChangeListener {
  made(change: Made, undo: () => Promise<void>): void
  undone(change: Made): void
}

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

/** The actions over a replica. */
export function createActions(replica: Replica, { made, undone }: ChangeListener): Actions {
  const undoable: Made[] = []

  /** Several operations are one batch, one write and one undo. */
  const make = (operations: readonly Operation[], says: string): Made => {
    const [first] = operations
    if (!first) return NOTHING
    const change =
      operations.length === 1 ? replica.do(first.op, first.input, says) : replica.do('batch.run', { operations }, says)
    undoable.push(change)
    if (change.changes) made(change, () => undo(change))
    void replica.revisionOf(change).then((revision) => revision === null && forget(change))
    return change
  }
  const each = (op: PredictedOperation, items: readonly PlacedItem[], input: object, says: string): Made =>
    make(
      items.map(({ id }) => ({ op, input: { ...input, id } })),
      says,
    )

  /** A change that became nothing has nothing to take back. */
  const forget = (change: Made): void => {
    const at = undoable.indexOf(change)
    if (at >= 0) undoable.splice(at, 1)
    undone(change)
  }

  /** What could not be taken back, for lack of a network say, can be another time. */
  const undo = async (change: Made): Promise<void> => {
    const at = undoable.findIndex(({ seq }) => seq === change.seq)
    if (at >= 0) undoable.splice(at, 1)
    try {
      await replica.undo(change)
    } catch (error) {
      if (at >= 0 && (error as { code?: string }).code === 'unavailable') undoable.splice(at, 0, change)
      else undone(change)
      throw error
    }
    undone(change)
  }

  return {
    make,
    addText(text, assume = {}, literal) {
      if (!text.trim()) return null
      const { kind, ...rest } = assume
      const projects = replica.state.peek().projects
      const { fields } = quickAdd(kind ? `${kind}: ${text}` : text, {
        today: replica.today.peek(),
        projects: (slug) => projects.has(slug),
        literal,
      })
      const its = rest.project ? { ...rest, kind: 'task' as const } : rest
      const tags = [...new Set([...(fields.tags ?? []), ...(rest.tags ?? [])])]
      const read = { ...its, ...fields, ...('kind' in its && { kind: its.kind }), ...(tags.length && { tags }) }
      const due = firstDue(read.kind, read, replica.today.peek())
      const input = { ...read, ...(due && { due }) }
      return make([{ op: 'items.add', input }], `Added “${fields.title}”`)
    },
    done(items, stage) {
      const on = replica.today.peek()
      const operations = items.map((item) => ({
        op: 'items.done' as const,
        input: {
          id: item.id,
          on,
          ...(item.kind === 'gift' && { stage: stage ?? (item.bought_on ? 'given' : 'bought') }),
        },
      }))
      const bought = items.length === 1 && operations[0]?.input.stage === 'bought'
      return make(operations, `${bought ? 'Bought' : 'Done'}: ${titleOrCount(items)}`)
    },
    changeStatus: (verb, items) => each(`items.${verb}`, items, {}, `${PAST_TENSES[verb]} ${titleOrCount(items)}`),
    remove: (items) => each('items.remove', items, {}, `Removed ${titleOrCount(items)}`),
    update(items, fields) {
      const now = replica.state.peek().items
      const others = items.filter(
        (item) => changedFields({ ...(now.get(item.id) ?? item), ...fields }, now.get(item.id) ?? item).length,
      )
      return each(
        'items.update',
        others,
        fields,
        `Changed ${titleOrCount(others)}: ${describeFields(fields, replica.today.peek())}`,
      )
    },
    move: (item, where) => each('items.move', [item], where, `Moved ${titleOrCount([item])}`),
    convert: (item, kind, fields, drop) =>
      each('items.convert', [item], { ...fields, kind, drop }, `Made ${titleOrCount([item])} ${KIND[kind].one}`),
    undo,
    async undoLast() {
      const last = undoable.at(-1)
      if (last) await undo(last)
      return last ?? null
    },
  }
}
