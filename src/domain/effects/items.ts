import { convertItem } from '../convert.ts'
import { dayOr } from '../dates.ts'
import { applyEdit, createItem, type Edit } from '../edits.ts'
import { invalid, TrackError } from '../errors.ts'
import { type Fields, hasField, type Item } from '../fields.ts'
import { type PlacedItem, withoutPosition } from '../items.ts'
import { KIND, type Kind, poolOf } from '../kinds.ts'
import { resolveDates } from './dates.ts'
import { bucketOf, positionAtBottom } from './order.ts'
import type { Records } from './records.ts'
import { type Step, together } from './steps.ts'

/** Fields whose dates may still be words. */
export type AddInput = Partial<Fields> & { kind: Kind; title: string }
export type UpdateInput = Edit & { id: string }
export type ConvertInput = Partial<Fields> & { id: string; kind: Kind; drop?: boolean }

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
function* changeKind(records: Records, { id, kind, drop = false, ...input }: ConvertInput): Step<Item> {
  const item = yield* records.item(id)
  const fields = yield* resolveFeature(records, kind, null, resolveDates(input, records))
  const converted = convertItem(item, kind, fields, drop, records.now)
  yield* records.put('item', item, null)
  return withoutPosition(yield* placeItem(records, converted))
}

/** Gives a new item its id and its position at the bottom of its priority. */
function* placeItem(records: Records, item: Omit<PlacedItem, 'id' | 'position' | 'revision'>): Step<PlacedItem> {
  const [id, position] = yield* together(
    records.newId(KIND[item.kind].prefix),
    positionAtBottom(records, bucketOf(item)),
  )
  return yield* records.put('item', null, { ...item, id, position, revision: 0 })
}

/**
 * Checks that project and feature exist and belong together, and adds the project where only a feature is given.
 * Throws `invalid`.
 */
function* resolveFeature<T extends Partial<Fields>>(
  records: Records,
  kind: Kind,
  item: PlacedItem | null,
  fields: T,
): Step<T> {
  const { feature: featureId, project: slug } = fields
  if (slug) yield* orInvalidField('project', records.project(slug))
  if (!featureId) return fields
  const feature = yield* orInvalidField('feature', records.feature(featureId))
  const project = slug ?? item?.project ?? feature.project
  if (feature.project !== project)
    throw invalid({ path: 'feature', message: `${feature.id} belongs to ${feature.project}, not to ${project}` })
  return { ...fields, feature: feature.id, ...(!item && hasField(kind, 'project') && { project }) }
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
