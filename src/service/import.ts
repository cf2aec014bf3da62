import type { ParsedInput } from '#contract/schemas.ts'
import type { Imported } from '#contract/types.ts'
import { conflict, type FieldError, invalid, TrackError } from '#domain/errors.ts'
import type { PlacedItem } from '#domain/items.ts'
import { bucketOf } from '#domain/effects/order.ts'
import type { Bucket } from '#domain/effects/records.ts'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { positionBetween } from '#domain/order.ts'
import type { Project } from '#domain/projects.ts'
import { namesAmong } from '#domain/turns.ts'
import { ownerOf } from '#domain/users.ts'
import { type ImportedItem, restoreImportedItem } from '#domain/imported-item.ts'
import { allItemTraits } from '#store/lists.ts'
import { itemAtEnd } from '#store/positions.ts'
import { allFeatures, allProjects } from '#store/projects.ts'
import { waitFor } from '#store/run-steps.ts'
import { setCurrency } from '#store/users.ts'
import { assignableNames } from './assignment.ts'
import { requireSecrecy } from './gift-secrecy.ts'
import {
  type ImportMatch,
  matchRows,
  countImported,
  countImportedItems,
  assignIds,
  assignSlugs,
} from './import-matching.ts'
import type { Write } from './write.ts'

type Document = ParsedInput<'data.import'>
type ItemRow = Document['items'][number]
type UnplacedItem = ReturnType<typeof restoreImportedItem>

const MAX_ERRORS = 100
/** Items that are written at a time. */
const BATCH_SIZE = 100
/** Items that are checked between pauses. */
const CHECKED_BATCH_SIZE = 20
/** Rows that are compared between pauses. */
const COMPARED_BATCH_SIZE = 1000

/**
 * Adds what does not exist yet, as one write. Existing entities stay as they are; new items come below them, in their
 * order. Throws `invalid` for a document that contradicts itself, `conflict` for features of a general project.
 */
export function* importDocument(write: Write, document: Document): Step<Imported> {
  write.client = 'import'
  throwIfAny(yield* inconsistenciesOf(document))
  yield* requireSecrecy(
    write,
    document.items.flatMap(({ kind, recipient }) => (recipient ? [{ kind, recipient }] : [])),
  )
  yield* takeCurrency(write, document)
  const { db, user, spaceId } = write
  const isSameUser = document.user?.id === ownerOf(user).id
  const existingProjects = yield* allProjects(db, spaceId)
  const existingFeatures = yield* allFeatures(db, spaceId)
  const existingItems = yield* allItemTraits(db, spaceId)

  const projects = yield* matchRows(document.projects, existingProjects, {
    nameOf: ({ slug }) => slug,
    traitsOf: () => '',
    assignNames: (slugs) =>
      assignSlugs(
        slugs,
        existingProjects.map(({ slug }) => slug),
      ),
  })
  const slug = (name: string) => projects.newNames.get(name)!
  const features = yield* matchRows(
    document.features.map((row) => ({ ...row, project: slug(row.project) })),
    existingFeatures,
    {
      nameOf: ({ id }) => id,
      traitsOf: ({ project }) => project,
      assignNames: (ids) => assignIds(write, ids, existingFeatures, isSameUser),
    },
  )
  const items = yield* matchRows(document.items, existingItems, {
    nameOf: ({ id }) => id,
    traitsOf: ({ kind }) => kind,
    assignNames: (ids) =>
      assignIds(write, [...ids, ...(isSameUser ? [] : danglingNextIds(document))], existingItems, isSameUser),
  })

  const names = yield* assignableNames(write)
  const toFeature = (row: (typeof features.added)[number]) => ({ ...row, id: features.newNames.get(row.id)! })
  const toItem = (row: ItemRow) => {
    const { assigned, turns, turn_rule, done_by } = namesAmong(row, names)
    return {
      ...row,
      id: items.newNames.get(row.id)!,
      project: row.project && slug(row.project),
      feature: row.feature && features.newNames.get(row.feature)!,
      next: row.next && (items.newNames.get(row.next) ?? row.next),
      assigned,
      turns,
      turn_rule,
      done_by,
    }
  }
  const { at } = write.now
  const stamp = { updated_at: at, revision: write.revision }
  for (const row of projects.added) yield* write.put('project', null, { ...row, ...stamp, slug: slug(row.slug) })
  requireEngineeringProjects(features.added, existingProjects)
  for (const row of features.added) yield* write.put('feature', null, { ...toFeature(row), ...stamp })
  const isAsNamedHere = ({ project, feature, next, assigned, turns, turn_rule, done_by }: ItemRow) =>
    !(project || feature || next || assigned || turns || turn_rule || done_by)
  // few need a copy
  yield* addItems(write, document.items, items, (row) => (isAsNamedHere(row) ? row : toItem(row)))

  return {
    revision: write.changesAnything ? write.revision : null,
    projects: countImported(projects, (row) => ({ ...row, slug: slug(row.slug) })),
    features: countImported(features, toFeature),
    items: yield* countImportedItems(write, items, toItem),
    renamed: [projects, features, items].flatMap(({ renamed }) => renamed),
  }
}

/** Takes over the currency of a document's amounts, for someone who has nothing yet. Throws `invalid`. */
function* takeCurrency(write: Write, { user: from, items }: Document): Step<void> {
  const { db, user } = write
  const currency = from?.currency ?? user.currency
  if (currency === user.currency || !items.some(({ budget }) => budget != null)) return
  if (user.item_count > 0)
    throw invalid({
      path: 'user.currency',
      message: `the amounts are in ${currency}, those here in ${user.currency}; track me --currency changes that`,
    })
  yield* waitFor(() => setCurrency(db, user.id, currency))
  write.settingsChanged = true
}

/**
 * Writes the items, each made when its batch is written, so that they need not all be in memory. Throws `invalid` with
 * the paths of wrong rows in the document.
 */
function* addItems(
  write: Write,
  rows: readonly ItemRow[],
  { added, newNames: newIds }: Pick<ImportMatch<ItemRow, unknown>, 'added' | 'newNames'>,
  toImported: (row: ItemRow) => ImportedItem,
): Step<void> {
  const restore = (row: ItemRow) => restoreImportedItem(toImported(row), write.now)
  const last = yield* lastPositions(write, yield* bucketsOf(rows, added, restore))
  for (let from = 0; from < added.length; from += BATCH_SIZE) {
    const items: PlacedItem[] = []
    for (const row of added.slice(from, from + BATCH_SIZE)) {
      const item = restore(row) as PlacedItem
      item.id = newIds.get(row.id)!
      item.revision = write.revision
      item.position = positionBetween(last.get(item.priority)!, null)! // below the last there is always a short one
      last.set(item.priority, item.position)
      items.push(item)
    }
    yield* write.importItems(items)
  }
}

/** By priority and pool, the buckets that rows come into. Throws `invalid` with the paths of wrong rows. */
function* bucketsOf(
  rows: readonly ItemRow[],
  added: readonly ItemRow[],
  restore: (row: ItemRow) => UnplacedItem,
): Step<Map<number, Map<string, Bucket>>> {
  const errors: FieldError[] = []
  const buckets = new Map<number, Map<string, Bucket>>()
  for (const [i, row] of added.entries()) {
    if (i % CHECKED_BATCH_SIZE === 0) yield PAUSE
    try {
      const bucket = bucketOf(restore(row))
      const samePriority = buckets.get(bucket.priority)
      if (samePriority) samePriority.set(bucket.pool, bucket)
      else buckets.set(bucket.priority, new Map([[bucket.pool, bucket]]))
    } catch (error) {
      if (!(error instanceof TrackError) || !error.details.errors) throw error
      const index = rows.indexOf(row)
      errors.push(...error.details.errors.map(({ path, message }) => ({ path: `items.${index}.${path}`, message })))
    }
    if (errors.length >= MAX_ERRORS) break
  }
  throwIfAny(errors)
  return buckets
}

/**
 * By priority, the position of the last open item in the pools of new items, below which all of these come: in one
 * sequence, since views list pools together.
 */
function* lastPositions(
  { db, spaceId }: Write,
  buckets: ReadonlyMap<number, ReadonlyMap<string, Bucket>>,
): Step<Map<number, string | null>> {
  const last = new Map<number, string | null>()
  for (const [priority, pools] of buckets) {
    const ends: string[] = []
    for (const bucket of pools.values())
      ends.push((yield* itemAtEnd(db, { spaceId, ...bucket }, 'bottom'))?.position ?? '')
    last.set(priority, ends.sort().at(-1) || null)
  }
  return last
}

/** Ids in `next` of items that were removed before the export: they must not come to mean another item here. */
function danglingNextIds({ items }: Document): string[] {
  const present = new Set(items.map(({ id }) => id))
  return [...new Set(items.flatMap(({ next }) => (next && !present.has(next) ? [next] : [])))]
}

/** Throws `conflict` where a feature would come into an existing general project. */
function requireEngineeringProjects(
  features: readonly { id: string; project: string }[],
  existing: readonly Project[],
): void {
  const types = new Map(existing.map(({ slug, type }) => [slug, type]))
  const misplaced = features.find(({ project }) => types.get(project) === 'general')
  if (misplaced)
    throw conflict(`${misplaced.id} is a feature of ${misplaced.project}, which is a general project here`, {
      hint: `Change it with: track project edit ${misplaced.project} --type engineering`,
    })
}

/** Repeated ids and slugs, and references that lead nowhere. */
function* inconsistenciesOf(document: Document): Step<FieldError[]> {
  return [
    ...(yield* repetitionsIn('projects', document.projects, 'slug')),
    ...(yield* repetitionsIn('features', document.features, 'id')),
    ...(yield* repetitionsIn('items', document.items, 'id')),
    ...(yield* brokenReferencesIn(document)),
  ]
}

function* repetitionsIn<Field extends string>(
  list: string,
  rows: readonly Record<Field, string>[],
  field: Field,
): Step<FieldError[]> {
  const errors: FieldError[] = []
  const first = new Map<string, number>()
  for (const [i, { [field]: name }] of rows.entries()) {
    if (i % COMPARED_BATCH_SIZE === 0) yield PAUSE
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, i)
    else errors.push({ path: `${list}.${i}.${field}`, message: `${name} is that of ${list}.${earlier} already` })
  }
  return errors
}

function* brokenReferencesIn({ projects, features, items }: Document): Step<FieldError[]> {
  const errors: FieldError[] = []
  const types = new Map(projects.map(({ slug, type }) => [slug, type]))
  const projectsOfFeatures = new Map(features.map(({ id, project }) => [id, project]))
  const noProject = (path: string, slug: string) =>
    errors.push({ path, message: `there is no project ${slug} in this document` })
  for (const [i, { project }] of features.entries()) {
    if (!types.has(project)) noProject(`features.${i}.project`, project)
    else if (types.get(project) === 'general')
      errors.push({
        path: `features.${i}.project`,
        message: `${project} is a general project; features live in engineering projects`,
      })
  }
  for (const [i, { project, feature }] of items.entries()) {
    if (i % COMPARED_BATCH_SIZE === 0) yield PAUSE
    if (project && !types.has(project)) noProject(`items.${i}.project`, project)
    if (!feature) continue
    if (!projectsOfFeatures.has(feature))
      errors.push({ path: `items.${i}.feature`, message: `there is no feature ${feature} in this document` })
    else if (projectsOfFeatures.get(feature) !== project)
      errors.push({
        path: `items.${i}.feature`,
        message: `${feature} belongs to ${projectsOfFeatures.get(feature)!}, not to ${project ?? 'no project'}`,
      })
  }
  return errors
}

function throwIfAny(errors: readonly FieldError[]): void {
  if (errors.length) throw invalid(...errors.slice(0, MAX_ERRORS))
}
