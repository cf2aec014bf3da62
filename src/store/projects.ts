import { sql } from 'kysely'
import type { Feature, Progress, Project } from '#domain/projects.ts'
import { itemOf } from './item-rows.ts'
import type { Db } from './schema.ts'
import { allSettledOrThrow } from './all-settled.ts'

const withoutOwner = <T extends { user_id: string }>({ user_id: _, ...rest }: T) => rest

export async function getProject(db: Db, userId: string, slug: string): Promise<Project | undefined> {
  const row = await db
    .selectFrom('projects')
    .where('user_id', '=', userId)
    .where('slug', '=', slug)
    .selectAll()
    .executeTakeFirst()
  return row && withoutOwner(row)
}

export async function allProjects(db: Db, userId: string): Promise<Project[]> {
  return (await db.selectFrom('projects').where('user_id', '=', userId).selectAll().orderBy('slug').execute()).map(
    withoutOwner,
  )
}

/** Inserts, replaces or (null) deletes a project. */
export async function replaceProject(db: Db, userId: string, slug: string, project: Project | null): Promise<void> {
  const old = db.deleteFrom('projects').where('user_id', '=', userId).where('slug', '=', slug).execute()
  await allSettledOrThrow(
    old,
    project &&
      db
        .insertInto('projects')
        .values({ ...project, user_id: userId })
        .execute(),
  )
}

export async function replaceFeature(db: Db, userId: string, id: string, feature: Feature | null): Promise<void> {
  const old = db.deleteFrom('features').where('user_id', '=', userId).where('id', '=', id).execute()
  await allSettledOrThrow(
    old,
    feature &&
      db
        .insertInto('features')
        .values({ ...feature, user_id: userId })
        .execute(),
  )
}

export async function getFeature(db: Db, userId: string, id: string): Promise<Feature | undefined> {
  const row = await db
    .selectFrom('features')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst()
  return row && withoutOwner(row)
}

export async function allFeatures(db: Db, userId: string): Promise<Feature[]> {
  return (await db.selectFrom('features').where('user_id', '=', userId).selectAll().orderBy('id').execute()).map(
    withoutOwner,
  )
}

export async function featuresByIdPrefix(db: Db, userId: string, prefix: string, end: string): Promise<Feature[]> {
  const query = db.selectFrom('features').where('user_id', '=', userId).where('id', '>=', prefix).where('id', '<', end)
  return (await query.selectAll().orderBy('id').limit(10).execute()).map(withoutOwner)
}

export async function featuresOf(db: Db, userId: string, project: string): Promise<Feature[]> {
  const query = db.selectFrom('features').where('user_id', '=', userId).where('project', '=', project)
  return (await query.selectAll().orderBy('created_at').orderBy('id').execute()).map(withoutOwner)
}

/** All tasks of a project, or those of one of its features, whatever their status. */
export async function tasksOf(db: Db, userId: string, project: string, feature?: string) {
  let query = db.selectFrom('items').where('user_id', '=', userId).where('project', '=', project)
  if (feature !== undefined) query = query.where('feature', '=', feature)
  return (await query.selectAll().execute()).map(itemOf)
}

export interface Tally extends Progress {
  project: string
  feature: string | null
}

/** Progress by project and feature, without canceled tasks. */
export async function tallies(db: Db, userId: string, project?: string): Promise<Tally[]> {
  let query = db
    .selectFrom('items')
    .where('user_id', '=', userId)
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
