import type { FeatureSummary, ProjectView } from '#contract/types.ts'
import type { Track } from '#contract/track.ts'
import { conflict, notFound } from '#domain/errors.ts'
import { FEATURE_PREFIX } from '#domain/kinds.ts'

/** Whether an id is that of a feature, or a beginning of one. */
export const isFeatureId = (id: string): boolean => id.toLowerCase().startsWith(`${FEATURE_PREFIX}-`)

/** A feature by a clear beginning of its id, in its project. Throws `not_found`, `conflict`. */
export async function findFeature(
  track: Track,
  beginning: string,
): Promise<{ feature: FeatureSummary & Pick<ProjectView['features'][number], 'tasks'>; project: ProjectView }> {
  const { projects } = await track.projects.list()
  const engineering = projects.filter(({ type }) => type === 'engineering')
  const views = await Promise.all(engineering.map(({ slug }) => track.projects.get({ slug })))
  const all = views.flatMap((project) => project.features.map((feature) => ({ feature, project })))
  const wanted = beginning.toLowerCase()
  const found = all.filter(({ feature }) => feature.id.startsWith(wanted))
  const [only] = found.length > 1 ? found.filter(({ feature }) => feature.id === wanted) : found
  if (only) return only
  if (!found.length) throw notFound(`feature ${beginning}`)
  throw conflict(`"${beginning}" is the beginning of several ids`, {
    candidates: found.map(({ feature }) => feature.id),
  })
}
