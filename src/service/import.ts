import type { ParsedInput } from '#contract/schemas.ts'
import type { Imported } from '#contract/types.ts'
import { conflict, type FieldError, invalid, TrackError } from '#domain/errors.ts'
import type { PlacedItem } from '#domain/items.ts'
import { bucketOf } from '#domain/effects/order.ts'
import { positionsBetween } from '#domain/order.ts'
import type { Project } from '#domain/projects.ts'
import { type ImportedItem, restoreImportedItem } from '#domain/imported-item.ts'
import { allItems } from '#store/lists.ts'
import { itemAtEnd } from '#store/positions.ts'
import { allFeatures, allProjects } from '#store/projects.ts'
import { arrivalOf, counted, idsHere, slugsHere } from './arrivals.ts'
import { runSteps } from '#store/run-steps.ts'
import type { Write } from './write.ts'

type Document = ParsedInput<'data.import'>
type Unplaced = Omit<PlacedItem, 'position'>

const MOST_ERRORS = 100

/** Adds what is not here yet, as one write: rows that are here stay as they are, new ones come to stand below, in their order. */
export async function importDocument(write: Write, document: Document): Promise<Imported> {
  write.client = 'import'
  refuse(tangles(document))
  const { db, user } = write
  const own = document.user?.id === user.id
  const [projectsHere, featuresHere, itemsHere] = [
    await allProjects(db, user.id),
    await allFeatures(db, user.id),
    await allItems(db, user.id),
  ]

  const projects = await arrivalOf(document.projects, projectsHere, {
    nameOf: ({ slug }) => slug,
    traitsOf: () => '',
    named: (slugs) =>
      slugsHere(
        slugs,
        projectsHere.map(({ slug }) => slug),
      ),
  })
  const slug = (name: string) => projects.names.get(name)!
  const features = await arrivalOf(
    document.features.map((row) => ({ ...row, project: slug(row.project) })),
    featuresHere,
    {
      nameOf: ({ id }) => id,
      traitsOf: ({ project }) => project,
      named: (ids) => idsHere(write, ids, featuresHere, own),
    },
  )
  const rows = document.items.map((row) => ({
    ...row,
    project: row.project && slug(row.project),
    feature: row.feature && features.names.get(row.feature)!,
  }))
  const items = await arrivalOf(rows, itemsHere, {
    nameOf: ({ id }) => id,
    traitsOf: ({ kind }) => kind,
    named: (ids) => idsHere(write, [...ids, ...(own ? [] : copiesGone(document))], itemsHere, own),
  })

  const featureHere = (row: (typeof features.fresh)[number]) => ({ ...row, id: features.names.get(row.id)! })
  const itemHere = (row: (typeof rows)[number]) => ({
    ...row,
    id: items.names.get(row.id)!,
    next: row.next && (items.names.get(row.next) ?? row.next),
  })
  const { at } = write.now
  const stamp = { updated_at: at, revision: write.revision }
  for (const row of projects.fresh)
    await runSteps(write.put('project', null, { ...row, ...stamp, slug: slug(row.slug) }))
  general(features.fresh, projectsHere)
  for (const row of features.fresh) await runSteps(write.put('feature', null, { ...featureHere(row), ...stamp }))
  await addItems(write, items.fresh.map(itemHere), (nth) => rows.indexOf(items.fresh[nth]!))

  return {
    revision: write.changeSet.touched.length ? write.revision : null,
    projects: counted(projects, (row) => ({ ...row, slug: slug(row.slug) })),
    features: counted(features, featureHere),
    items: counted(items, itemHere),
    renamed: [projects, features, items].flatMap(({ renamed }) => renamed),
  }
}

/** Writes the items; wrong ones are told by their place in the document. */
async function addItems(
  write: Write,
  rows: readonly (ImportedItem & { id: string })[],
  indexOf: (nth: number) => number,
): Promise<void> {
  const errors: FieldError[] = []
  const byPriority = new Map<number, Unplaced[]>()
  for (const [nth, { id, ...row }] of rows.entries()) {
    try {
      const item = { ...restoreImportedItem(row, write.now), id, revision: write.revision }
      const its = byPriority.get(item.priority)
      if (its) its.push(item)
      else byPriority.set(item.priority, [item])
    } catch (error) {
      if (!(error instanceof TrackError) || !error.details.errors) throw error
      errors.push(
        ...error.details.errors.map(({ path, message }) => ({ path: `items.${indexOf(nth)}.${path}`, message })),
      )
    }
    if (errors.length >= MOST_ERRORS) break
  }
  refuse(errors)
  for (const items of byPriority.values()) {
    const positions = await below(write, items)
    await runSteps(write.newItems(items.map((item, i) => ({ ...item, position: positions[i]! }))))
  }
}

/** Places for items of one priority under all that is open in their pools, one sequence for all, since views show pools together. */
async function below({ db, user }: Write, items: readonly Unplaced[]): Promise<string[]> {
  const buckets = new Map(items.map((item) => bucketOf(item)).map((bucket) => [bucket.pool, bucket]))
  const ends: string[] = []
  for (const bucket of buckets.values())
    ends.push((await itemAtEnd(db, { userId: user.id, ...bucket }, 'bottom'))?.position ?? '')
  return positionsBetween(ends.sort().at(-1) || null, null, items.length)! // after the last there is always a short one
}

/** Ids of copies that were removed before the export: they must not come to mean something else here. */
function copiesGone({ items }: Document): string[] {
  const told = new Set(items.map(({ id }) => id))
  return [...new Set(items.flatMap(({ next }) => (next && !told.has(next) ? [next] : [])))]
}

/** Features need an engineering project, also where the project is here already. */
function general(features: readonly { id: string; project: string }[], here: readonly Project[]): void {
  const types = new Map(here.map(({ slug, type }) => [slug, type]))
  const lost = features.find(({ project }) => types.get(project) === 'general')
  if (lost)
    throw conflict(`${lost.id} is a feature of ${lost.project}, which is a general project here`, {
      hint: `Change it with: track project edit ${lost.project} --type engineering`,
    })
}

/** Names that stand twice, and references to nothing. */
function tangles({ projects, features, items }: Document): FieldError[] {
  const errors: FieldError[] = []
  const distinct = (list: string, field: string, names: readonly string[]) => {
    const first = new Map<string, number>()
    for (const [i, name] of names.entries()) {
      if (first.has(name))
        errors.push({
          path: `${list}.${i}.${field}`,
          message: `${name} is that of ${list}.${first.get(name)!} already`,
        })
      else first.set(name, i)
    }
  }
  distinct(
    'projects',
    'slug',
    projects.map(({ slug }) => slug),
  )
  distinct(
    'features',
    'id',
    features.map(({ id }) => id),
  )
  distinct(
    'items',
    'id',
    items.map(({ id }) => id),
  )
  const types = new Map(projects.map(({ slug, type }) => [slug, type]))
  const homes = new Map(features.map(({ id, project }) => [id, project]))
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
    if (project && !types.has(project)) noProject(`items.${i}.project`, project)
    if (!feature) continue
    if (!homes.has(feature))
      errors.push({ path: `items.${i}.feature`, message: `there is no feature ${feature} in this document` })
    else if (homes.get(feature) !== project)
      errors.push({
        path: `items.${i}.feature`,
        message: `${feature} belongs to ${homes.get(feature)!}, not to ${project ?? 'no project'}`,
      })
  }
  return errors
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length) throw invalid(...errors.slice(0, MOST_ERRORS))
}
