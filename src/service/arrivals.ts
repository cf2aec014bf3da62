import type { ImportCounts } from '#contract/types.ts'
import { changedFields } from '#domain/entities.ts'
import { sequenceOf } from '#domain/ids.ts'
import { SLUG_LENGTH, slugProblem } from '#domain/projects.ts'
import { idCounters, importedIds, insertImportedIds } from '#store/ids.ts'
import { runSteps } from '#store/run-steps.ts'
import { saltOf, type Write } from './write.ts'

interface Dated {
  title: string
  created_at: string
}

/** What becomes of the rows of a document. */
export interface Arrival<Row, Here> {
  /** Rows that are here already, each with what it is. */
  known: Map<Row, Here>
  fresh: Row[]
  /** The name here of each row, by its name in the document. */
  names: Map<string, string>
  renamed: { from: string; to: string }[]
}

interface Entity<Row, Here> {
  nameOf(one: Row | Here): string
  /** What is alike in one that an earlier import has given another name, besides its title and instant. */
  traitsOf(one: Row | Here): string
  /** Names for those that are not here yet. */
  named(fresh: string[]): Promise<Map<string, string>> | Map<string, string>
}

/** Finds out which rows are here already: of the same name and instant, or else renamed by an earlier import. */
export async function arrivalOf<Row extends Dated, Here extends Dated>(
  rows: readonly Row[],
  here: readonly Here[],
  { nameOf, traitsOf, named }: Entity<Row, Here>,
): Promise<Arrival<Row, Here>> {
  const known = new Map<Row, Here>()
  const left = new Set(here)
  const meet = (row: Row, one: Here | undefined) => void (one && left.delete(one) && known.set(row, one))
  const byName = new Map(here.map((one) => [nameOf(one), one]))
  for (const row of rows) {
    const one = byName.get(nameOf(row))
    if (one?.created_at === row.created_at) meet(row, one)
  }
  const alike = new Map<string, Here[]>()
  const marks = (one: Row | Here) => [one.created_at, traitsOf(one), one.title].join(' ')
  for (const one of [...left].toReversed()) {
    const its = alike.get(marks(one))
    if (its) its.push(one)
    else alike.set(marks(one), [one])
  }
  for (const row of rows) if (!known.has(row)) meet(row, alike.get(marks(row))?.pop())
  const fresh = rows.filter((row) => !known.has(row))
  const names = await named(fresh.map(nameOf))
  for (const [row, one] of known) names.set(nameOf(row), nameOf(one))
  const renamed = rows
    .map((row) => ({ from: nameOf(row), to: names.get(nameOf(row))! }))
    .filter(({ from, to }) => from !== to)
  return { known, fresh, names, renamed }
}

/** Compares those that are here with what the document tells of them. */
export function counted<Row, Here extends object>(
  { known, fresh }: Arrival<Row, Here>,
  asHere: (row: Row) => object,
): ImportCounts {
  let unchanged = 0
  for (const [row, here] of known) {
    const told = Object.fromEntries(Object.entries(asHere(row)).filter(([, value]) => value !== undefined))
    if (changedFields({ ...here, ...told }, here).length === 0) unchanged++
  }
  return { added: fresh.length, unchanged, kept: known.size - unchanged }
}

/** Gives each arriving id a name here: its own where it is free, else a new one. An id that was given before is free only for its former owner's document. */
export async function idsHere(
  write: Write,
  ids: readonly string[],
  here: readonly { id: string }[],
  own: boolean,
): Promise<Map<string, string>> {
  const { db, user } = write
  const given = await idCounters(db, user.id)
  const imported = own ? new Set<string>() : await importedIds(db, user.id)
  const standing = new Set(here.map(({ id }) => id))
  const walked = (id: string) => sequenceOf(id, saltOf(user.id)) < (given.get(id[0]!) ?? 0)
  const free = ids.filter((id) => !standing.has(id) && (own || (!walked(id) && !imported.has(id))))
  await insertImportedIds(
    db,
    user.id,
    free.filter((id) => !walked(id)),
  )
  const names = new Map(free.map((id) => [id, id]))
  for (const id of ids) if (!names.has(id)) names.set(id, await runSteps(write.newId(id[0]!)))
  return names
}

/** Gives each arriving project its slug here: its own where it is free, else one with a number. */
export function slugsHere(slugs: readonly string[], here: readonly string[]): Map<string, string> {
  const taken = new Set(here)
  const names = new Map(slugs.filter((slug) => !taken.has(slug)).map((slug) => [slug, slug]))
  for (const slug of names.keys()) taken.add(slug)
  for (const slug of slugs) {
    if (names.has(slug)) continue
    const base = slugProblem(`${slug}-2`)?.includes('id') ? `${slug}-project` : slug
    let name = slug
    for (let n = 2; taken.has(name); n++)
      name = `${base.slice(0, SLUG_LENGTH - String(n).length - 1).replace(/-$/, '')}-${n}`
    names.set(slug, name)
    taken.add(name)
  }
  return names
}
