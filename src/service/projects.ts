import type { ParsedInput } from '#contract/schemas.ts'
import type { FeatureSummary, ProjectSummary, ProjectView } from '#contract/types.ts'
import { EFFECTS } from '#domain/effects/effects.ts'
import type { Step } from '#domain/effects/steps.ts'
import { withoutPosition } from '#domain/items.ts'
import { type Feature, type Progress, type Project, slugOf } from '#domain/projects.ts'
import { transliteratedSlug } from '#domain/transliterated-slug.ts'
import { poolItems } from '#store/positions.ts'
import { allProjects, featuresOf, type Tally, tallies } from '#store/projects.ts'
import { waitFor } from '#store/run-steps.ts'
import { maxViewRows } from '#store/views.ts'
import type { ReadContext } from './context.ts'
import { findProject } from './find.ts'
import { longProject } from './long-views.ts'
import type { StreamedAnswer } from './streamed-answer.ts'
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

const withProgress = (features: readonly Feature[], its: readonly Tally[]): FeatureSummary[] =>
  features.map((feature) => ({ ...feature, progress: sum(its.filter((tally) => tally.feature === feature.id)) }))

/** Adds a project, whose slug is made from its title in any script unless it is given. Throws like the effect. */
export function* add(write: Write, input: ParsedInput<'projects.add'>): Step<Project> {
  const { title } = input
  const slug = input.slug ?? (slugOf(title) || (yield* waitFor(() => transliteratedSlug(title))))
  return yield* EFFECTS['projects.add'](write, { ...input, slug })
}

export async function list({ db, spaceId }: ReadContext): Promise<{ projects: ProjectSummary[] }> {
  const [projects, all] = await Promise.all([allProjects(db, spaceId), tallies(db, spaceId)])
  return {
    projects: projects.map((project) =>
      summary(
        project,
        all.filter((tally) => tally.project === project.slug),
      ),
    ),
  }
}

/** A project with its open tasks, those of its features apart. Throws `not_found`. */
export async function get(
  context: ReadContext,
  { slug }: ParsedInput<'projects.get'>,
): Promise<ProjectView | StreamedAnswer<ProjectView>> {
  const project = await findProject(context, slug)
  const { db, user, spaceId } = context
  const maxRows = maxViewRows(user)
  const [its, features, tasks] = await Promise.all([
    tallies(db, spaceId, slug),
    featuresOf(db, spaceId, slug),
    poolItems(db, spaceId, slug, maxRows + 1),
  ])
  if (tasks.length > maxRows) return longProject(context, summary(project, its), withProgress(features, its))
  return {
    ...summary(project, its),
    features: withProgress(features, its).map((feature) => ({
      ...feature,
      tasks: tasks.filter((task) => task.feature === feature.id).map(withoutPosition),
    })),
    tasks: tasks.filter((task) => task.feature === null).map(withoutPosition),
  }
}

/** Throws `not_found` for the project. */
export async function listFeatures(
  context: ReadContext,
  { slug }: ParsedInput<'features.list'>,
): Promise<{ features: FeatureSummary[] }> {
  await findProject(context, slug)
  const { db, spaceId } = context
  const [features, its] = await Promise.all([featuresOf(db, spaceId, slug), tallies(db, spaceId, slug)])
  return { features: withProgress(features, its) }
}
