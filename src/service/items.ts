import type { Added, FieldsInput, Page } from '#contract/types.ts'
import { addFields, type Read } from '#contract/schemas.ts'
import { converted } from '#domain/convert.ts'
import { dayOr } from '#domain/dates.ts'
import { drafted, edited } from '#domain/edits.ts'
import { conflict, invalid, TrackError } from '#domain/errors.ts'
import { type Fields, isOpen, type Item, type PlacedItem, STATUSES, type Status, unplaced } from '#domain/items.ts'
import { hasField, KIND, type Kind, poolOf } from '#domain/kinds.ts'
import { type Draft, firstDue, quickAdd } from '#domain/quick-add.ts'
import { queryWords } from '#domain/search.ts'
import type { Place } from '#domain/views.ts'
import { getItemJson } from '#store/items.ts'
import { listItems } from '#store/lists.ts'
import { allProjects } from '#store/projects.ts'
import { allSettledOrThrow } from '#store/all-settled.ts'
import type { Reading } from './context.ts'
import { resolveDays } from './dates.ts'
import { findFeature, findItem, findProject } from './find.ts'
import { pageOf } from './page.ts'
import { bottom, bucketOf } from './place.ts'
import { Text } from './text.ts'
import type { Write } from './write.ts'

const DAYS = ['due', 'last_done'] as const
const DEFAULT_LIMIT = 200

export async function get(reading: Reading, { id }: Read<'items', 'get'>): Promise<Text<Item>> {
  const { world, db, user } = reading
  const told =
    (await getItemJson(world.engine, db, user.id, id)) ??
    (await getItemJson(world.engine, db, user.id, (await findItem(reading, id)).id))!
  return new Text(told.json, told)
}

export async function list(reading: Reading, input: Read<'items', 'list'>): Promise<Text<Page>> {
  const { due_after, due_before } = resolveDays(input, ['due_after', 'due_before'], reading.now.today)
  const limit = input.limit ?? DEFAULT_LIMIT
  const words = input.q === undefined ? undefined : queryWords(input.q)
  if (words?.length === 0) return new Text('{"items":[],"next_cursor":null}')
  const features =
    input.feature &&
    (await Promise.all(input.feature.map((id) => findFeature(reading, id)))).map((feature) => feature.id)
  const items = await listItems(reading.world.engine, reading.db, reading.user.id, {
    kinds: input.kind,
    statuses: statusesOf(input.status ?? ['open']),
    tags: input.tag,
    projects: input.project,
    features,
    dueAfter: due_after,
    dueBefore: due_before,
    words,
    after: input.cursor === undefined ? undefined : placeOf(input.cursor),
    limit: limit + 1,
  })
  const page = pageOf(items, limit, ({ json }) => json.length)
  const cursor = items.length > page.length ? cursorOf(page.at(-1)!) : null
  return new Text(`{"items":${Text.array(page)},"next_cursor":${JSON.stringify(cursor)}}`)
}

function statusesOf(named: readonly (Status | 'open' | 'all')[]): Status[] {
  return STATUSES.filter(
    (status) => named.includes('all') || named.includes(status) || (named.includes('open') && isOpen({ status })),
  )
}

function cursorOf({ priority, position, id }: Place): string {
  return Buffer.from(JSON.stringify([priority, position, id])).toString('base64url')
}

function placeOf(cursor: string): Place {
  try {
    const [priority, position, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Number.isInteger(priority) && typeof position === 'string' && typeof id === 'string')
      return { priority, position, id }
  } catch {
    // told below
  }
  throw invalid({ path: 'cursor', message: 'is not a cursor that a list returned' })
}

export async function add(write: Write, input: Read<'items', 'add'>): Promise<Added> {
  if (!('text' in input)) return unplaced(await insert(write, input.kind, input))
  const slugs = new Set(
    input.text.includes('@') ? (await allProjects(write.db, write.user.id)).map((project) => project.slug) : [],
  )
  const { text, kind, ...beside } = input
  const { fields, understood } = quickAdd(text, { today: write.now.today, projects: (slug) => slugs.has(slug) })
  const { kind: said, ...rest } = sound(fields)
  const [its, given] = [kind ?? implied(said, beside), { ...rest, ...beside }]
  const due = firstDue(its, given, write.now.today)
  return { ...unplaced(await insert(write, its, { ...given, ...(due && { due }) })), understood }
}

/** A plain text is a todo, unless what is given beside it only another kind has. */
function implied(said: Kind, { project, feature, recipient, occasion }: FieldsInput): Kind {
  if (said !== 'todo') return said
  if (project ?? feature) return 'task'
  return (recipient ?? occasion) ? 'gift' : 'todo'
}

/** What a text was understood as keeps the rules that given fields keep. */
function sound(draft: Draft): Draft {
  const problems = addFields.safeParse(draft).error?.issues ?? []
  if (problems.length)
    throw invalid(...problems.map(({ path, message }) => ({ path: 'text', message: `${path.join('.')} ${message}` })))
  return draft
}

async function insert(write: Write, kind: PlacedItem['kind'], input: object & { title: string }): Promise<PlacedItem> {
  const { kind: _, ...fields } = resolveDays(input, DAYS as never, write.now.today) as Partial<Fields> & {
    title: string
    kind?: unknown
  }
  const draft = drafted(kind, await withFeature(write, kind, null, fields), write.now)
  return place(write, draft)
}

/** Gives a draft its id and its place at the bottom of its priority. */
async function place(write: Write, draft: Omit<PlacedItem, 'id' | 'position' | 'revision'>): Promise<PlacedItem> {
  const [id, position] = await allSettledOrThrow(
    write.newId(KIND[draft.kind].prefix),
    bottom(write, bucketOf(write.user.id, draft)),
  )
  return write.item(null, { id, ...draft, position, revision: write.revision })
}

/** Checks that project and feature exist and belong together; a feature names its project by itself. */
async function withFeature<T extends Partial<Fields>>(
  reading: Reading,
  kind: Kind,
  item: PlacedItem | null,
  fields: T,
): Promise<T> {
  const { feature: featureId, project: slug } = fields
  if (slug) await named('project', () => findProject(reading, slug))
  if (!featureId) return fields
  const feature = await named('feature', () => findFeature(reading, featureId))
  const project = slug ?? item?.project ?? feature.project
  if (feature.project !== project)
    throw invalid({ path: 'feature', message: `${feature.id} belongs to ${feature.project}, not to ${project}` })
  return { ...fields, feature: feature.id, ...(!item && hasField(kind, 'project') && { project }) }
}

/** What a field names and is not there makes the field wrong, not the address. */
async function named<T>(path: string, find: () => Promise<T>): Promise<T> {
  try {
    return await find()
  } catch (error) {
    if (error instanceof TrackError && error.code === 'not_found') throw invalid({ path, message: error.message })
    throw error
  }
}

function unchanged(write: Write, item: PlacedItem): void {
  const { ifMatch } = write
  const seen = typeof ifMatch === 'number' ? [{ revision: ifMatch }] : ifMatch
  if (!seen || seen.some(({ id = item.id, revision }) => id === item.id && revision === item.revision)) return
  throw conflict(`${item.id} has changed since you read it`, { hint: 'Read it again, then decide.' })
}

export async function update(write: Write, { id, ...input }: Read<'items', 'update'>): Promise<Item> {
  const item = await findItem(write, id)
  unchanged(write, item)
  const fields = await withFeature(write, item.kind, item, resolveDays(input, DAYS, write.now.today) as Partial<Fields>)
  const after = edited(item, fields, write.now.today, () =>
    dayOr(write.user.timezone, item.created_at, write.now.today),
  )
  const [from, to] = [poolOf(item.kind, item.project), poolOf(after.kind, after.project)]
  if (after.priority !== item.priority || from !== to)
    after.position = await bottom(write, bucketOf(write.user.id, after))
  return unplaced(await write.item(item, after))
}

export async function remove(write: Write, { id }: Read<'items', 'remove'>): Promise<void> {
  const item = await findItem(write, id)
  unchanged(write, item)
  await write.item(item, null)
}

export async function convert(write: Write, { id, kind, drop, ...input }: Read<'items', 'convert'>): Promise<Item> {
  const item = await findItem(write, id)
  const fields = await withFeature(write, kind, null, resolveDays(input, DAYS, write.now.today) as Partial<Fields>)
  const draft = converted(item, kind, fields, drop ?? false, write.now)
  await write.item(item, null)
  return unplaced(await place(write, draft))
}
