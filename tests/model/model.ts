import { isDeepStrictEqual } from 'node:util'

/** A minimal second implementation of Track: items by handle, and the order of the open ones. */
export interface ModelItem {
  kind: 'todo' | 'chore' | 'gift' | 'grocery'
  title: string
  priority: number
  status: 'todo' | 'doing' | 'done' | 'canceled'
  due: string | null
  anchor: string | null
  /** Days between two occurrences. */
  every: number | null
  last_done: string | null
  bought_on: string | null
  /** The next item of the series. */
  next: number | null
  /** The write that last changed it, and the day on which it was added and last changed. */
  write: number
  added: string
  changed: string
}

export interface State {
  items: Map<number, ModelItem>
  /** Open handles by pool and priority. */
  order: Map<string, number[]>
}

/** What the server is expected to answer. */
export class Refused extends Error {
  readonly code: 'not_found' | 'conflict'

  constructor(code: 'not_found' | 'conflict') {
    super(code)
    this.code = code
  }
}

export type Step =
  | { op: 'add'; handle: number; item: Pick<ModelItem, 'kind' | 'title' | 'priority' | 'due' | 'every'> }
  | { op: 'update'; handle: number; fields: Partial<Pick<ModelItem, 'title' | 'priority' | 'due'>> }
  | { op: 'done'; handle: number; copy: number }
  | { op: 'start' | 'cancel' | 'reopen' | 'remove'; handle: number }
  | { op: 'move'; handle: number; to: 'top' | 'bottom' | 'up' | 'down' }
  | { op: 'beside'; handle: number; side: 'before' | 'after'; other: number }

const DAY_MS = 24 * 60 * 60 * 1000
export const plus = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
const isOpen = ({ status }: ModelItem) => status === 'todo' || status === 'doing'
export const bucketOf = ({ kind, priority }: Pick<ModelItem, 'kind' | 'priority'>): string => `${kind} ${priority}`

export const emptyState = (): State => ({ items: new Map(), order: new Map() })
export const copyOf = (state: State): State => structuredClone(state)

function findItem(state: State, handle: number): ModelItem {
  const item = state.items.get(handle)
  if (!item) throw new Refused('not_found')
  return item
}

const bucket = (state: State, item: ModelItem): number[] => {
  const name = bucketOf(item)
  if (!state.order.has(name)) state.order.set(name, [])
  return state.order.get(name)!
}

function removeFromOrder(state: State, handle: number): void {
  for (const [name, handles] of state.order)
    state.order.set(
      name,
      handles.filter((one) => one !== handle),
    )
}

/**
 * Applies a step of a write to the state, and notes what it changes. Returns the handle of a reopened item, whose place
 * only the server knows.
 */
export function applyStep(state: State, step: Step, today: string, write: number): number | null {
  const before = copyOf(state)
  const returned = changeState(state, step, today)
  for (const [handle, item] of state.items) {
    const isMoved = handle === step.handle && !isDeepStrictEqual(before.order, state.order)
    if (!before.items.has(handle)) Object.assign(item, { write, added: today, changed: today })
    else if (isMoved || !isDeepStrictEqual(before.items.get(handle), item))
      Object.assign(item, { write, changed: today })
  }
  return returned
}

function changeState(state: State, step: Step, today: string): number | null {
  if (step.op === 'add') {
    const { kind, every, due } = step.item
    const item: ModelItem = {
      ...step.item,
      due: kind === 'chore' ? (due ?? today) : due,
      anchor: every && kind !== 'chore' ? due : null,
      status: 'todo',
      last_done: null,
      bought_on: null,
      next: null,
      write: 0,
      added: today,
      changed: today,
    }
    state.items.set(step.handle, item)
    bucket(state, item).push(step.handle)
    return null
  }
  const { handle } = step
  const item = findItem(state, handle)
  const wasOpen = isOpen(item)
  switch (step.op) {
    case 'update': {
      const moves = step.fields.priority !== undefined && step.fields.priority !== item.priority
      if (step.fields.due && item.every && item.kind !== 'chore') item.anchor ??= item.due ?? step.fields.due
      Object.assign(item, step.fields)
      if (!moves || !wasOpen) return null
      removeFromOrder(state, handle)
      bucket(state, item).push(handle)
      return null
    }
    case 'remove':
      state.items.delete(handle)
      removeFromOrder(state, handle)
      return null
    case 'start':
      item.status = 'doing'
      break
    case 'reopen':
      if (item.status !== 'todo') removeCopy(state, item)
      Object.assign(item, { status: 'todo', bought_on: null })
      break
    case 'cancel':
      item.status = 'canceled'
      removeFromOrder(state, handle)
      return null
    case 'done':
      return done(state, step, item, today)
    case 'move':
    case 'beside':
      move(state, step, item)
      return null
  }
  return wasOpen ? null : handle
}

/** The copy of an item goes if nothing has touched it; else the item does not recur any more. */
function removeCopy(state: State, item: ModelItem): void {
  const copy = item.next === null ? undefined : state.items.get(item.next)
  if (copy && !(copy.added === copy.changed && copy.write <= item.write))
    return void Object.assign(item, { every: null, anchor: null })
  if (copy) {
    state.items.delete(item.next!)
    removeFromOrder(state, item.next!)
  }
  item.next = null
}

function done(state: State, { handle, copy }: Step & { op: 'done' }, item: ModelItem, today: string): number | null {
  if (item.status === 'canceled') throw new Refused('conflict')
  if (item.kind === 'chore') {
    const reopened = !isOpen(item)
    Object.assign(item, { status: 'todo', last_done: today, due: plus(today, item.every!) })
    return reopened ? handle : null
  }
  if (item.status === 'done') return null
  if (item.kind === 'gift' && !item.bought_on) {
    Object.assign(item, { status: 'doing', bought_on: today })
    return null
  }
  const handles = bucket(state, item)
  item.status = 'done'
  if (item.every && item.next === null) {
    let due = plus(today, item.every)
    if (item.due) for (due = item.anchor ?? item.due; due <= item.due || due <= today;) due = plus(due, item.every)
    state.items.set(copy, {
      ...item,
      status: 'todo',
      due,
      anchor: item.due ? item.anchor : due,
      bought_on: null,
      next: null,
    })
    item.next = copy
    handles.splice(handles.indexOf(handle), 1, copy)
  } else {
    removeFromOrder(state, handle)
  }
  return null
}

function move(state: State, step: Step & { op: 'move' | 'beside' }, item: ModelItem): void {
  const { handle } = step
  if (!isOpen(item)) throw new Refused('conflict')
  if (step.op === 'move') {
    const handles = bucket(state, item)
    const at = handles.indexOf(handle)
    const to = {
      top: 0,
      bottom: handles.length - 1,
      up: Math.max(0, at - 1),
      down: Math.min(handles.length - 1, at + 1),
    }[step.to]
    handles.splice(at, 1)
    handles.splice(to, 0, handle)
    return
  }
  const other = findItem(state, step.other)
  if (!isOpen(other) || other.kind !== item.kind) throw new Refused('conflict')
  if (step.other === handle) return
  removeFromOrder(state, handle)
  item.priority = other.priority
  const handles = bucket(state, other)
  handles.splice(handles.indexOf(step.other) + (step.side === 'after' ? 1 : 0), 0, handle)
}

/** The handles of today's sections, as sets. */
export function todayOf(state: State, today: string): Record<'overdue' | 'today' | 'doing' | 'priority', number[]> {
  const open = [...state.items].filter(([, item]) => isOpen(item))
  const sections: ReturnType<typeof todayOf> = { overdue: [], today: [], doing: [], priority: [] }
  for (const [handle, { due, status, bought_on, priority }] of open) {
    if (due && due < today) sections.overdue.push(handle)
    else if (due === today) sections.today.push(handle)
    else if (status === 'doing' && !bought_on) sections.doing.push(handle)
    else if (priority <= 2 && !due) sections.priority.push(handle)
  }
  return sections
}
