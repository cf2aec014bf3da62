import { conflict, invalid } from '../errors.ts'
import { isOpen } from '../statuses.ts'
import { FEATURE_PREFIX } from '../kinds.ts'
import { type Feature, type Project, slugOf, slugProblem } from '../projects.ts'
import type { FeatureInput, FeaturePatch, ProjectInput, ProjectPatch } from './inputs.ts'
import { changeEach } from './change-each.ts'
import type { Records } from './records.ts'
import type { Step } from './steps.ts'

/** What each operation on projects and features does. */
export const PROJECT_EFFECTS = {
  'projects.add': addProject,
  'projects.update': updateProject,
  'projects.remove': removeProject,
  'features.add': addFeature,
  'features.update': updateFeature,
  'features.remove': removeFeature,
}

const newRow = ({ now: { at } }: Records) => ({ created_at: at, updated_at: at, revision: 0 })

/** Throws `conflict` for a slug that is taken, `invalid` for one that cannot be. */
function* addProject(records: Records, input: ProjectInput): Step<Project> {
  const { title, type = 'general', notes = null } = input
  const slug = input.slug ?? slugOf(title)
  const problem = slug ? slugProblem(slug) : 'no slug can be made of this title; give one'
  if (problem) throw invalid({ path: 'slug', message: problem })
  if (yield* records.hasProject(slug))
    throw conflict(`there is a project ${slug} already`, { hint: 'Give another slug.' })
  return yield* records.put('project', null, { slug, title, type, status: 'active', notes, ...newRow(records) })
}

/** Throws `conflict` where a project with features is to become a general one. */
function* updateProject(records: Records, { slug, ...fields }: ProjectPatch): Step<Project> {
  const project = yield* records.project(slug)
  if (fields.type === 'general' && (yield* records.featuresOf(slug)).length)
    throw conflict(`${slug} has features; remove them first`)
  return yield* records.put('project', project, { ...project, ...fields })
}

/** Removes a project with all its tasks. Throws `conflict` while some are open, unless `force`. */
function* removeProject(records: Records, { slug, force }: { slug: string; force?: boolean }): Step<void> {
  const project = yield* records.project(slug)
  const tasks = yield* records.tasksOf(slug)
  const open = tasks.filter(isOpen).length
  if (open && !force)
    throw conflict(`${slug} has ${open} open ${open === 1 ? 'task' : 'tasks'}`, {
      hint: 'Removing it takes all its tasks; say force if you mean it.',
    })
  yield* changeEach(
    records,
    tasks.map(({ id }) => id),
    () => null,
  )
  for (const feature of yield* records.featuresOf(slug)) yield* records.put('feature', feature, null)
  yield* records.put('project', project, null)
}

/** Throws `conflict` in a general project. */
function* addFeature(records: Records, { slug, title, notes = null }: FeatureInput): Step<Feature> {
  const project = yield* records.project(slug)
  if (project.type !== 'engineering')
    throw conflict(`${slug} is a general project; features live in engineering projects`, {
      hint: `Change it with: track project edit ${slug} --type engineering`,
    })
  const id = yield* records.newId(FEATURE_PREFIX)
  return yield* records.put('feature', null, { id, project: slug, title, status: 'todo', notes, ...newRow(records) })
}

function* updateFeature(records: Records, { id, ...fields }: FeaturePatch): Step<Feature> {
  const feature = yield* records.feature(id)
  return yield* records.put('feature', feature, { ...feature, ...fields })
}

/** Its tasks stay in the project. */
function* removeFeature(records: Records, { id }: { id: string }): Step<void> {
  const feature = yield* records.feature(id)
  const tasks = yield* records.tasksOf(feature.project, feature.id)
  yield* changeEach(
    records,
    tasks.map((task) => task.id),
    (task) => ({ ...task, feature: null }),
  )
  yield* records.put('feature', feature, null)
}
