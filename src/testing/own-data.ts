import type { OperationName } from '#contract/signatures.ts'
import type { Track } from '#contract/track.ts'
import type { Project } from '#domain/projects.ts'
import type { TestUser } from './test-server.ts'

/** Ids of one user's data, for the inputs of operations. */
export interface OwnData {
  todo: string
  other: string
  chore: string
  task: string
  duty: string
  project: string
  feature: string
  revision: number
}

/** Adds one of everything to a user's account. */
export async function addOneOfEach({ track }: Pick<TestUser, 'track'>, title = 'Secret'): Promise<OwnData> {
  const project = `${title.toLowerCase()}-boat`
  const first = await track.batch.run({
    operations: [
      { op: 'projects.add', input: { title: `${title} boat`, slug: project, type: 'engineering' } },
      { op: 'features.add', input: { slug: project, title: `${title} hull` } },
      { op: 'items.add', input: { kind: 'todo', title: `${title} todo`, due: 'today', tags: [title.toLowerCase()] } },
      { op: 'items.add', input: { kind: 'todo', title: `${title} other`, notes: title, priority: 1 } },
      { op: 'items.add', input: { kind: 'chore', title: `${title} chore`, every: 'weekly' } },
    ],
  })
  const [, feature, todo, other, chore] = first.results.map((result) => (result as { id: string }).id)
  const second = await track.batch.run({
    operations: [
      { op: 'items.add', input: { kind: 'task', title: `${title} task`, feature, due: 'tomorrow' } },
      { op: 'items.add', input: { kind: 'task', title: `${title} duty`, project } },
    ],
  })
  const [task, duty] = second.results.map((result) => (result as { id: string }).id)
  const { revision } = await track.items.update({ id: todo!, notes: `${title} notes` })
  return { todo: todo!, other: other!, chore: chore!, task: task!, duty: duty!, project, feature: feature!, revision }
}

/** What an administrator needs to run into every failure. */
export interface FailingData extends OwnData {
  /** The name of the only administrator. */
  admin: string
  canceled: string
  /** A project that can't have features. */
  general: Project
  /** Beginnings of several ids. */
  items: string
  features: string
}

/** One more than hexadecimal digits: two ids begin alike. */
const ENOUGH = 17

/** Adds to the account of the only administrator what its operations fail on. */
export async function addFailingData({ name, track }: TestUser): Promise<FailingData> {
  const own = await addOneOfEach({ track })
  const general = await track.projects.add({ title: 'General' })
  const canceled = await track.items.add({ kind: 'chore', title: 'Canceled', every: 'daily' })
  await track.items.cancel({ id: canceled.id })
  const items = await addMany(track, 'items.add', { kind: 'todo', title: 'Many' })
  const features = await addMany(track, 'features.add', { slug: own.project, title: 'Many' })
  return { ...own, admin: name, canceled: canceled.id, general, items, features }
}

/** Returns a beginning that several ids of what was added have in common. */
async function addMany(track: Track, op: OperationName, input: object): Promise<string> {
  const { results } = await track.batch.run({ operations: Array.from({ length: ENOUGH }, () => ({ op, input })) })
  const beginnings = results.map((result) => (result as { id: string }).id.slice(0, 't-0'.length))
  return beginnings.find((beginning, i) => beginnings.indexOf(beginning) !== i)!
}
