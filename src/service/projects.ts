import type { Read } from '#contract/schemas.ts'
import type { FeatureSummary, ProjectSummary, ProjectView } from '#contract/types.ts'
import { conflict, invalid } from '#domain/errors.ts'
import { isOpen, unplaced } from '#domain/items.ts'
import { FEATURE_PREFIX } from '#domain/kinds.ts'
import { type Feature, type Progress, type Project, slugOf, slugProblem } from '#domain/projects.ts'
import { poolItems } from '#store/positions.ts'
import { allProjects, featuresOf, getProject, type Tally, tallies, tasksOf } from '#store/projects.ts'
import type { Reading } from './context.ts'
import { findFeature, findProject } from './find.ts'
import type { Write } from './write.ts'

function sum(tallies: readonly Tally[]): Progress {
  const progress = { done: 0, total: 0, estimate_left: 0 }
  for (const { done, total, estimate_left } of tallies) {
    progress.done += done
    progress.total += total
    progress.estimate_left += estimate_left
  }
  return progress
}

function summary(project: Project, its: readonly Tally[]): ProjectSummary {
  const progress = sum(its)
  return { ...project, progress, open: progress.total - progress.done }
}

export async function list({ db, user }: Reading): Promise<{ projects: ProjectSummary[] }> {
  const [projects, all] = await Promise.all([allProjects(db, user.id), tallies(db, user.id)])
  return {
    projects: projects.map((project) =>
      summary(
        project,
        all.filter((tally) => tally.project === project.slug),
      ),
    ),
  }
}

export async function get(reading: Reading, { slug }: Read<'projects', 'get'>): Promise<ProjectView> {
  const project = await findProject(reading, slug)
  const { db, user } = reading
  const [its, features, tasks] = await Promise.all([
    tallies(db, user.id, slug),
    featuresOf(db, user.id, slug),
    poolItems(db, user.id, slug),
  ])
  return {
    ...summary(project, its),
    features: features.map((feature) => ({
      ...feature,
      progress: sum(its.filter((tally) => tally.feature === feature.id)),
      tasks: tasks.filter((task) => task.feature === feature.id).map(unplaced),
    })),
    tasks: tasks.filter((task) => task.feature === null).map(unplaced),
  }
}

export async function add(write: Write, input: Read<'projects', 'add'>): Promise<Project> {
  const slug = input.slug ?? slugOf(input.title)
  const problem = slug ? slugProblem(slug) : 'no slug can be made of this title; give one'
  if (problem) throw invalid({ path: 'slug', message: problem })
  if (await getProject(write.db, write.user.id, slug))
    throw conflict(`there is a project ${slug} already`, { hint: 'Give another slug.' })
  const { at } = write.now
  return write.project(null, {
    slug,
    title: input.title,
    type: input.type ?? 'general',
    status: 'active',
    notes: input.notes ?? null,
    created_at: at,
    updated_at: at,
    revision: write.revision,
  })
}

export async function update(write: Write, { slug, ...fields }: Read<'projects', 'update'>): Promise<Project> {
  const project = await findProject(write, slug)
  if (fields.type === 'general' && (await featuresOf(write.db, write.user.id, slug)).length)
    throw conflict(`${slug} has features; remove them first`)
  return write.project(project, { ...project, ...fields })
}

export async function remove(write: Write, { slug, force }: Read<'projects', 'remove'>): Promise<void> {
  const project = await findProject(write, slug)
  const tasks = await tasksOf(write.db, write.user.id, slug)
  const open = tasks.filter(isOpen).length
  if (open && !force)
    throw conflict(`${slug} has ${open} open ${open === 1 ? 'task' : 'tasks'}`, {
      hint: 'Removing it takes all its tasks; say force if you mean it.',
    })
  for (const task of tasks) await write.item(task, null)
  for (const feature of await featuresOf(write.db, write.user.id, slug)) await write.feature(feature, null)
  await write.project(project, null)
}

export async function listFeatures(
  reading: Reading,
  { slug }: Read<'features', 'list'>,
): Promise<{ features: FeatureSummary[] }> {
  await findProject(reading, slug)
  const { db, user } = reading
  const [features, its] = await Promise.all([featuresOf(db, user.id, slug), tallies(db, user.id, slug)])
  return {
    features: features.map((feature) => ({
      ...feature,
      progress: sum(its.filter((tally) => tally.feature === feature.id)),
    })),
  }
}

export async function addFeature(
  write: Write,
  { slug, title, notes = null }: Read<'features', 'add'>,
): Promise<Feature> {
  const project = await findProject(write, slug)
  if (project.type !== 'engineering')
    throw conflict(`${slug} is a general project; features live in engineering projects`, {
      hint: `Change it with: track project edit ${slug} --type engineering`,
    })
  const { at } = write.now
  const id = await write.newId(FEATURE_PREFIX)
  return write.feature(null, {
    id,
    project: slug,
    title,
    status: 'todo',
    notes,
    created_at: at,
    updated_at: at,
    revision: write.revision,
  })
}

export async function updateFeature(write: Write, { id, ...fields }: Read<'features', 'update'>): Promise<Feature> {
  const feature = await findFeature(write, id)
  return write.feature(feature, { ...feature, ...fields })
}

export async function removeFeature(write: Write, { id }: Read<'features', 'remove'>): Promise<void> {
  const feature = await findFeature(write, id)
  for (const task of await tasksOf(write.db, write.user.id, feature.project, feature.id))
    await write.item(task, { ...task, feature: null })
  await write.feature(feature, null)
}
