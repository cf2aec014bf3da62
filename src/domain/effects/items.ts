import { convertItem, DROP_HINT } from '../convert.ts'
import { dayOr } from '../dates.ts'
import { applyEdit, createItem, type Edit } from '../edits.ts'
import { conflict, type FieldError, invalid, TrackError } from '../errors.ts'
import { type Fields, hasField, type Item } from '../fields.ts'
import { type PlacedItem, withoutPosition } from '../items.ts'
import { KIND, type Kind, poolOf } from '../kinds.ts'
import { resolveDates } from './dates.ts'
import { bucketOf, positionAtBottom } from './order.ts'
import type { Records } from './records.ts'
import { withoutMember } from '../turns.ts'
import { type Step, together } from './steps.ts'

/** Fields whose dates may still be words. */
export type AddInput = Partial<Fields> & { kind: Kind; title: string }
export type UpdateInput = Edit & { id: string }
export type ConvertInput = Partial<Fields> & { id: string; kind?: Kind; space?: string; drop?: boolean }

/** What each operation on the fields of items does. */
export const ITEM_EFFECTS = {
  'items.add': addItem,
  'items.update': updateItem,
  'items.remove': removeItem,
  'items.convert': changeKind,
}

/**
 * Adds an item at the bottom of its priority. Throws `invalid` for fields that its kind lacks or needs, and for an
 * unknown project or feature.
 */
export function* addItem(records: Records, { kind, ...input }: AddInput): Step<Item> {
  const fields = yield* resolveFeature(records, kind, null, resolveDates(input, records))
  return withoutPosition(yield* placeItem(records, createItem(kind, fields, records.now)))
}

/**
 * Changes fields; an item that comes to another priority or pool goes to the bottom there. Throws `invalid` for fields
 * that its kind lacks or needs, and for an unknown project or feature.
 */
function* updateItem(records: Records, { id, ...input }: UpdateInput): Step<Item> {
  const item = yield* records.item(id)
  const { now, timezone } = records
  const fields = yield* resolveFeature(records, item.kind, item, resolveDates(input, records))
  const after = applyEdit(item, fields, now.today, () => dayOr(timezone, item.created_at, now.today))
  const hasMoved =
    after.priority !== item.priority || poolOf(after.kind, after.project) !== poolOf(item.kind, item.project)
  if (hasMoved) after.position = yield* positionAtBottom(records, bucketOf(after))
  return withoutPosition(yield* records.put('item', item, after))
}

function* removeItem(records: Records, { id }: { id: string }): Step<void> {
  yield* records.put('item', yield* records.item(id), null)
}

/**
 * Replaces an item by one of another kind, under a new id. Throws `invalid` for fields that the kind lacks, unless
 * `drop`, and `conflict` where the kind or the status forbids it.
 */
function* changeKind(records: Records, input: ConvertInput): Step<Item> {
  const { id, kind: asked, space: _, drop = false, ...given } = input
  const item = yield* records.item(id)
  const kind = asked ?? item.kind
  if (kind === item.kind) throw conflict(`${item.id} is ${KIND[kind].one} already`)
  const fields = yield* resolveFeature(records, kind, null, resolveDates(given, records))
  const converted = convertItem(item, kind, fields, drop, records.now)
  yield* records.put('item', item, null)
  return withoutPosition(yield* placeItem(records, converted))
}

/**
 * Moves an item to another space, under a new id, and to another kind where one is given. Throws `invalid` for what the
 * kind or the space cannot hold, unless `drop`, and for an unknown project; `conflict` where the status forbids it.
 */
export function* moveToSpace(from: Records, to: Records, input: ConvertInput): Step<Item> {
  const { id, kind: asked, space: _, drop = false, ...given } = input
  const item = yield* from.item(id)
  const kind = asked ?? item.kind
  const kept = yield* fittingIn(from, to, item, given, drop)
  const fields = yield* resolveFeature(to, kind, null, resolveDates(given, to))
  const moved = convertItem(kept, kind, fields, drop, to.now)
  if (moved.project !== null) yield* orInvalidField('project', to.project(moved.project))
  yield* from.put('item', item, null)
  return withoutPosition(yield* placeItem(to, moved))
}

/**
 * An item without what refers to its space: the feature, the next copy, and members who are none of the other space. In
 * one's own all is one's own.
 * Throws `invalid` for what gets lost, unless `drop` or where another value is given.
 */
function* fittingIn(
  from: Records,
  to: Records,
  item: PlacedItem,
  given: Partial<Fields>,
  drop: boolean,
): Step<PlacedItem> {
  const named = [item.assigned, item.done_by, ...(item.turns ?? [])].filter((name) => name !== null)
  const strangers = new Set<string>()
  for (const name of new Set(named)) if (!(yield* isMember(to, name))) strangers.add(name)
  const lost: FieldError[] = (['assigned', 'turns'] as const).flatMap((path) => {
    const own = to.members ? undefined : from.members?.caller
    const found = [item[path] ?? []].flat().find((name) => strangers.has(name) && (path === 'turns' || name !== own))
    return found === undefined || given[path] !== undefined ? [] : [{ path, message: `${found} is no member there` }]
  })
  if (item.feature !== null && given.feature === undefined)
    lost.push({ path: 'feature', message: `${item.feature} stays where it is` })
  if (lost.length && !drop) {
    const { message, details } = invalid(...lost)
    throw new TrackError('invalid', message, { ...details, hint: DROP_HINT })
  }
  const without = [...strangers].reduce(withoutMember, item)
  const done_by = item.done_by !== null && strangers.has(item.done_by) ? null : item.done_by
  return { ...without, done_by, feature: null, next: null }
}

const isMember = function* ({ members }: Records, name: string): Step<boolean> {
  return members !== undefined && (yield* members.has(name))
}

/** Gives a new item its id and its position at the bottom of its priority. */
function* placeItem(records: Records, item: Omit<PlacedItem, 'id' | 'position' | 'revision'>): Step<PlacedItem> {
  const [id, position] = yield* together(
    records.newId(KIND[item.kind].prefix),
    positionAtBottom(records, bucketOf(item)),
  )
  return yield* records.put('item', null, { position, ...item, id, revision: 0 })
}

/**
 * Checks that project and feature exist and belong together, and adds the project where only a feature is given.
 * Throws `invalid`. For a kind that has neither there is nothing to look up: they are refused for being there.
 */
function* resolveFeature<T extends Partial<Fields>>(
  records: Records,
  kind: Kind,
  item: PlacedItem | null,
  fields: T,
): Step<T> {
  if (!hasField(kind, 'project')) return fields
  const { feature: featureId, project: slug } = fields
  if (slug) yield* orInvalidField('project', records.project(slug))
  if (!featureId) return fields
  const feature = yield* orInvalidField('feature', records.feature(featureId))
  const project = slug ?? item?.project ?? feature.project
  if (feature.project !== project)
    throw invalid({ path: 'feature', message: `${feature.id} belongs to ${feature.project}, not to ${project}` })
  return { ...fields, feature: feature.id, ...(!item && { project }) }
}

/** Turns the `not_found` of an entity that a field refers to into `invalid`: the field is wrong, not the URL. */
function* orInvalidField<T>(path: string, find: Step<T>): Step<T> {
  try {
    return yield* find
  } catch (error) {
    if (error instanceof TrackError && error.code === 'not_found') throw invalid({ path, message: error.message })
    throw error
  }
}
