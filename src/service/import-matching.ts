import type { ImportCounts } from '#contract/types.ts'
import { changedFields } from '#domain/entities.ts'
import { saltOf, sequenceOf } from '#domain/ids.ts'
import { MAX_SLUG_CHARACTERS, slugProblem } from '#domain/projects.ts'
import { ownerOf } from '#domain/users.ts'
import { importedIds } from '#store/ids.ts'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import type { Write } from './write.ts'

interface Dated {
  title: string
  created_at: string
}

/** Rows that are matched between pauses. */
const MATCHED_BATCH_SIZE = 100

interface Renamed {
  from: string
  to: string
}

/** How the rows of an imported document correspond to the entities of the user. */
export interface ImportMatch<Row, Existing> {
  /** Rows that exist already, each with its entity. */
  existing: Map<Row, Existing>
  added: Row[]
  /** The id or slug of each row here, by its id or slug in the document. */
  newNames: Map<string, string>
  renamed: Renamed[]
}

interface Matcher<Row, Existing> {
  nameOf(one: Row | Existing): string
  /** What a row and its entity have in common if an earlier import renamed it, besides title and created_at. */
  traitsOf(one: Row | Existing): string
  /** New ids or slugs for rows that do not exist yet, by those in the document. */
  assignNames(added: string[]): Step<Map<string, string>>
}

/**
 * Finds the rows that exist already: those with the same id or slug and created_at, then those that an earlier import
 * renamed, which have the same fingerprint.
 */
export function* matchRows<Row extends Dated, Existing extends Dated>(
  rows: readonly Row[],
  entities: readonly Existing[],
  { nameOf, traitsOf, assignNames }: Matcher<Row, Existing>,
): Step<ImportMatch<Row, Existing>> {
  const existing = new Map<Row, Existing>()
  const unmatched = new Set(entities)
  const pair = (row: Row, entity: Existing | undefined) =>
    void (entity && unmatched.delete(entity) && existing.set(row, entity))
  const byName = new Map(entities.map((one) => [nameOf(one), one]))
  for (const [i, row] of rows.entries()) {
    if (i % MATCHED_BATCH_SIZE === 0) yield PAUSE
    const one = byName.get(nameOf(row))
    if (one?.created_at === row.created_at) pair(row, one)
  }
  const byFingerprint = new Map<string, Existing[]>()
  const fingerprint = (one: Row | Existing) => [one.created_at, traitsOf(one), one.title].join(' ')
  for (const one of [...unmatched].toReversed()) {
    yield PAUSE
    const its = byFingerprint.get(fingerprint(one))
    if (its) its.push(one)
    else byFingerprint.set(fingerprint(one), [one])
  }
  for (const [i, row] of byFingerprint.size ? rows.entries() : []) {
    if (i % MATCHED_BATCH_SIZE === 0) yield PAUSE
    if (!existing.has(row)) pair(row, byFingerprint.get(fingerprint(row))?.pop())
  }
  const added = rows.filter((row) => !existing.has(row))
  const newNames = yield* assignNames(added.map(nameOf))
  for (const [row, one] of existing) newNames.set(nameOf(row), nameOf(one))
  return { existing, added, newNames, renamed: yield* renamedAmong(rows.map(nameOf), newNames) }
}

function* renamedAmong(names: readonly string[], newNames: ReadonlyMap<string, string>): Step<Renamed[]> {
  const renamed: Renamed[] = []
  for (const [i, from] of names.entries()) {
    if (i % MATCHED_BATCH_SIZE === 0) yield PAUSE
    const to = newNames.get(from)!
    if (from !== to) renamed.push({ from, to })
  }
  return renamed
}

/** Counts the rows that are added, those whose entity is the same, and those whose entity differs and is kept. */
export function countImported<Row, Existing extends object>(
  { existing, added }: ImportMatch<Row, Existing>,
  entityOf: (row: Row) => object,
): ImportCounts {
  let unchanged = 0
  for (const [row, entity] of existing) if (isUnchanged(entityOf(row), entity)) unchanged++
  return { added: added.length, unchanged, kept: existing.size - unchanged }
}

const COMPARED_BATCH_SIZE = 100

/** The same for items, of which only the traits are known: they are read batch by batch. */
export function* countImportedItems<Row>(
  write: Write,
  { existing, added }: ImportMatch<Row, { id: string }>,
  entityOf: (row: Row) => object,
): Step<ImportCounts> {
  let unchanged = 0
  const pairs = [...existing]
  for (let from = 0; from < pairs.length; from += COMPARED_BATCH_SIZE) {
    const batch = pairs.slice(from, from + COMPARED_BATCH_SIZE)
    const items = yield* write.items(batch.map(([, { id }]) => id))
    for (const [row, { id }] of batch) if (isUnchanged(entityOf(row), items.get(id)!)) unchanged++
  }
  return { added: added.length, unchanged, kept: pairs.length - unchanged }
}

/** Whether a row has nothing that its entity does not have. */
function isUnchanged(row: object, entity: object): boolean {
  const imported = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
  return changedFields({ ...entity, ...imported }, entity).length === 0
}

/**
 * Assigns each imported id one here: the same where it is free, else a new one. An id that was issued or imported
 * before is free only for a document that this user exported.
 */
export function* assignIds(
  write: Write,
  ids: readonly string[],
  existing: readonly { id: string }[],
  isSameUser: boolean,
): Step<Map<string, string>> {
  const { db, user, spaceId } = write
  const imported = isSameUser ? new Set<string>() : yield* importedIds(db, spaceId)
  const existingIds = new Set(existing.map(({ id }) => id))
  const salt = saltOf(ownerOf(user).id)
  const isIssued = (id: string) => {
    const count = write.ids.count(id[0]!)
    return count > 0 && sequenceOf(id, salt) < count
  }
  const names = new Map<string, string>()
  for (const [i, id] of ids.entries()) {
    if (i % MATCHED_BATCH_SIZE === 0) yield PAUSE
    if (existingIds.has(id) || imported.has(id)) continue
    const issued = isIssued(id)
    if (!issued) write.ids.reserve(id)
    if (isSameUser || !issued) names.set(id, id)
  }
  for (const [i, id] of ids.entries()) {
    if (i % MATCHED_BATCH_SIZE === 0) yield PAUSE
    if (!names.has(id)) names.set(id, yield* write.ids.next(id[0]!))
  }
  return names
}

/** Assigns each imported project a slug: the same where it is free, else one with a number. */
export function* assignSlugs(slugs: readonly string[], existing: readonly string[]): Step<Map<string, string>> {
  const taken = new Set(existing)
  const names = new Map(slugs.filter((slug) => !taken.has(slug)).map((slug) => [slug, slug]))
  for (const slug of names.keys()) taken.add(slug)
  for (const slug of slugs) {
    if (names.has(slug)) continue
    const base = slugProblem(`${slug}-2`)?.includes('id') ? `${slug}-project` : slug
    let name = slug
    for (let n = 2; taken.has(name); n++)
      name = `${base.slice(0, MAX_SLUG_CHARACTERS - String(n).length - 1).replace(/-$/, '')}-${n}`
    names.set(slug, name)
    taken.add(name)
  }
  return names
}
