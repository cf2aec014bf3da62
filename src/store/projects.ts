import { sql } from 'kysely'
import { type Step, together } from '#domain/effects/steps.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Feature, Progress, Project } from '#domain/projects.ts'
import { compiledQuery } from './compiled-query.ts'
import { query, type Query, rowsOf } from './query.ts'
import type { Db } from './schema.ts'

const withoutOwner = <T extends { space_id: number }>({ space_id: _, ...rest }: T) => rest

const selectProject = compiledQuery((db, { spaceId, slug }: { spaceId: number; slug: string }) =>
  db.selectFrom('projects').where('space_id', '=', spaceId).where('slug', '=', slug).selectAll(),
)

export const getProject = query(function* (db: Db, spaceId: number, slug: string): Step<Project | undefined> {
  const [row] = yield* selectProject(db, { spaceId, slug })
  return row && withoutOwner(row)
})

export const allProjects = query(function* (db: Db, spaceId: number): Step<Project[]> {
  const select = db.selectFrom('projects').where('space_id', '=', spaceId).selectAll().orderBy('slug')
  return (yield* rowsOf(db, select)).map(withoutOwner)
})

/** Inserts, replaces or (null) deletes a project. */
export function* replaceProject(db: Db, spaceId: number, slug: string, project: Project | null): Step<void> {
  const removal = rowsOf(db, db.deleteFrom('projects').where('space_id', '=', spaceId).where('slug', '=', slug))
  if (!project) yield* removal
  else yield* together(removal, rowsOf(db, db.insertInto('projects').values({ ...project, space_id: spaceId })))
}

/** The same for a feature. */
export function* replaceFeature(db: Db, spaceId: number, id: string, feature: Feature | null): Step<void> {
  const removal = rowsOf(db, db.deleteFrom('features').where('space_id', '=', spaceId).where('id', '=', id))
  if (!feature) yield* removal
  else yield* together(removal, rowsOf(db, db.insertInto('features').values({ ...feature, space_id: spaceId })))
}

const selectFeature = compiledQuery((db, { spaceId, id }: { spaceId: number; id: string }) =>
  db.selectFrom('features').where('space_id', '=', spaceId).where('id', '=', id).selectAll(),
)

export const getFeature = query(function* (db: Db, spaceId: number, id: string): Step<Feature | undefined> {
  const [row] = yield* selectFeature(db, { spaceId, id })
  return row && withoutOwner(row)
})

export const allFeatures = query(function* (db: Db, spaceId: number): Step<Feature[]> {
  const select = db.selectFrom('features').where('space_id', '=', spaceId).selectAll().orderBy('id')
  return (yield* rowsOf(db, select)).map(withoutOwner)
})

/** Up to ten features whose id begins with `prefix`; `end` is the first text after all of these. */
export function* featuresByIdPrefix(db: Db, spaceId: number, prefix: string, end: string): Step<Feature[]> {
  const select = db
    .selectFrom('features')
    .where('space_id', '=', spaceId)
    .where('id', '>=', prefix)
    .where('id', '<', end)
  return (yield* rowsOf(db, select.selectAll().orderBy('id').limit(10))).map(withoutOwner)
}

/** Oldest first. */
export const featuresOf = query(function* (db: Db, spaceId: number, project: string): Step<Feature[]> {
  const select = db.selectFrom('features').where('space_id', '=', spaceId).where('project', '=', project)
  return (yield* rowsOf(db, select.selectAll().orderBy('created_at').orderBy('id'))).map(withoutOwner)
})

/** All tasks of a project, or those of one of its features, whatever their status. */
export function tasksOf(
  db: Db,
  spaceId: number,
  project: string,
  feature?: string,
): Query<Pick<PlacedItem, 'id' | 'status'>[]> {
  let select = db.selectFrom('items').where('space_id', '=', spaceId).where('project', '=', project)
  if (feature !== undefined) select = select.where('feature', '=', feature)
  return rowsOf(db, select.select(['id', 'status']))
}

export interface Tally extends Progress {
  project: string
  feature: string | null
}

/** Progress by project and feature, without canceled tasks. */
export async function tallies(db: Db, spaceId: number, project?: string): Promise<Tally[]> {
  let query = db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('project', 'is not', null)
    .where('status', '!=', 'canceled')
  if (project !== undefined) query = query.where('project', '=', project)
  const rows = await query
    .groupBy(['project', 'feature'])
    .select([
      'project',
      'feature',
      sql<number | string>`sum(case when status = 'done' then 1 else 0 end)`.as('done'),
      sql<number | string>`count(*)`.as('total'),
      sql<number | string>`sum(case when status = 'done' then 0 else coalesce(estimate, 0) end)`.as('estimate_left'),
    ])
    .execute()
  return rows.map((row) => ({
    project: row.project!,
    feature: row.feature,
    done: Number(row.done),
    total: Number(row.total),
    estimate_left: Number(row.estimate_left),
  }))
}
