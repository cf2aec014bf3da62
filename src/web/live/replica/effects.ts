import { convertItem } from '#domain/convert.ts'
import { dayOr } from '#domain/dates.ts'
import { createItem, applyEdit } from '#domain/edits.ts'
import { notFound } from '#domain/errors.ts'
import { isOpen, type PlacedItem } from '#domain/items.ts'
import type { Fields } from '#domain/fields.ts'
import { type Kind, poolOf } from '#domain/kinds.ts'
import * as lifecycle from '#domain/lifecycle.ts'
import { positionBetween } from '#domain/order.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { inOrder } from '#domain/views.ts'
import type { State, Waiting } from './state.ts'

interface Prediction {
  state: State
  now: lifecycle.Now
  timezone: string
  /** The next provisional id. */
  newId(): string
}

type Input = Record<string, unknown>
type Effect = (prediction: Prediction, input: Input) => void

/** Does to a state what the server will do to its own, by the same rules. Throws what the server would answer. */
export function predict(state: State, { op, input, at, today, timezone, newIds }: Waiting): void {
  const ids = newIds[Symbol.iterator]()
  const prediction: Prediction = { state, now: { at, today }, timezone, newId: () => ids.next().value ?? '' }
  apply(prediction, op, input)
}

function apply(prediction: Prediction, op: string, input: Input): void {
  if (op === 'batch.run')
    for (const one of input.operations as { op: string; input: Input }[]) apply(prediction, one.op, one.input)
  else EFFECTS[op]?.(prediction, input)
}

/** The pool's open items of one priority, in their order. */
export function bucket(state: State, pool: string, priority: number): PlacedItem[] {
  const found: PlacedItem[] = []
  for (const item of state.items.values())
    if (item.priority === priority && isOpen(item) && poolOf(item.kind, item.project) === pool) found.push(item)
  return found.toSorted(inOrder)
}

function bottom({ state }: Prediction, item: Pick<PlacedItem, 'kind' | 'project' | 'priority'>): string {
  return between(bucket(state, poolOf(item.kind, item.project), item.priority).at(-1), undefined)
}

/** A place for the time being; the server's word follows. */
function between(above: PlacedItem | undefined, below: PlacedItem | undefined): string {
  return positionBetween(above?.position ?? null, below?.position ?? null) ?? `${above?.position ?? ''}V`
}

function item({ state }: Prediction, { id }: Input): PlacedItem {
  const found = state.items.get(id as string)
  if (!found) throw notFound(`item ${String(id)}`)
  return found
}

function put({ state, now }: Prediction, after: PlacedItem): void {
  state.items.set(after.id, { ...after, updated_at: now.at })
}

const verb =
  (change: (item: PlacedItem, now: lifecycle.Now) => PlacedItem): Effect =>
  (prediction, input) =>
    put(prediction, change(item(prediction, input), prediction.now))

function place(prediction: Prediction, draft: Omit<PlacedItem, 'id' | 'position' | 'revision'>): void {
  put(prediction, { ...draft, id: prediction.newId(), position: bottom(prediction, draft), revision: 0 })
}

function update(prediction: Prediction, { id, ...fields }: Input): void {
  const before = item(prediction, { id })
  const after = applyEdit(before, fields, prediction.now.today, () =>
    dayOr(prediction.timezone, before.created_at, prediction.now.today),
  )
  const moved =
    after.priority !== before.priority || poolOf(after.kind, after.project) !== poolOf(before.kind, before.project)
  put(prediction, moved ? { ...after, position: bottom(prediction, after) } : after)
}

function done(prediction: Prediction, input: Input): void {
  const { item: after, copy } = lifecycle.done(item(prediction, input), prediction.now, input)
  if (!copy) return put(prediction, after)
  const id = prediction.newId()
  put(prediction, { ...after, next: id })
  put(prediction, { ...copy, id, created_at: prediction.now.at, updated_at: prediction.now.at, revision: 0 })
}

function move(prediction: Prediction, input: Input): void {
  const moving = item(prediction, input)
  const other = prediction.state.items.get((input.before ?? input.after) as string)
  const priority = other?.priority ?? moving.priority
  const rest = bucket(prediction.state, poolOf(moving.kind, moving.project), priority)
  const from = rest.findIndex((one) => one.id === moving.id)
  if (from >= 0) rest.splice(from, 1)
  const at = other
    ? rest.indexOf(other) + (input.after ? 1 : 0)
    : { top: 0, bottom: rest.length, up: Math.max(0, from - 1), down: Math.min(rest.length, from + 1) }[
        input.to as 'top'
      ]
  if (at === from && priority === moving.priority) return
  put(prediction, { ...moving, priority, position: between(rest[at - 1], rest[at]) })
}

function convert(prediction: Prediction, { id, kind, drop, ...fields }: Input): void {
  const before = item(prediction, { id })
  const draft = convertItem(before, kind as Kind, fields, drop === true, prediction.now)
  prediction.state.items.delete(before.id)
  place(prediction, draft)
}

function removeProject({ state }: Prediction, { slug }: Input): void {
  state.projects.delete(slug as string)
  for (const one of state.items.values()) if (one.project === slug) state.items.delete(one.id)
  for (const one of state.features.values()) if (one.project === slug) state.features.delete(one.id)
}

function removeFeature({ state }: Prediction, { id }: Input): void {
  state.features.delete(id as string)
  for (const one of state.items.values()) if (one.feature === id) state.items.set(one.id, { ...one, feature: null })
}

function patch<T extends object>(map: Map<string, T>, id: unknown, fields: object): void {
  const before = map.get(id as string)
  if (before) map.set(id as string, { ...before, ...fields })
}

const EFFECTS: Record<string, Effect> = {
  'items.add': (prediction, { kind, ...fields }) =>
    place(prediction, createItem(kind as Kind, fields as Partial<Fields> & { title: string }, prediction.now)),
  'items.update': update,
  'items.remove': ({ state }, { id }) => void state.items.delete(id as string),
  'items.done': done,
  'items.start': verb(lifecycle.start),
  'items.cancel': verb(lifecycle.cancel),
  'items.reopen': verb(lifecycle.reopen),
  'items.skip': verb(lifecycle.skip),
  'items.move': move,
  'items.convert': convert,
  'projects.update': ({ state }, { slug, ...fields }) => patch<Project>(state.projects, slug, fields),
  'projects.remove': removeProject,
  'features.update': ({ state }, { id, ...fields }) => patch<Feature>(state.features, id, fields),
  'features.remove': removeFeature,
}
