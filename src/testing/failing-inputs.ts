import type { OwnFailureOf } from '#contract/failures.ts'
import type { OperationName } from '#contract/signatures.ts'
import type { Track } from '#contract/track.ts'
import type { Project } from '#domain/projects.ts'
import { addOneOfEach, type OwnData } from './operation-samples.ts'
import type { TestUser } from './test-server.ts'

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

type FailingInput = (data: FailingData) => object

const item = {
  not_found: () => ({ id: 't-0000' }),
  conflict: ({ items }: FailingData) => ({ id: items }),
}
const feature = {
  not_found: () => ({ id: 'f-0000' }),
  conflict: ({ features }: FailingData) => ({ id: features }),
}
const noProject = () => ({ slug: 'nowhere' })
const noUser = () => ({ name: 'nobody' })

/** For each operation an input that leads to each of the failures that it declares. */
export const FAILING_INPUTS: { [Name in OperationName]: Record<OwnFailureOf<Name>, FailingInput> } = {
  'items.list': {
    not_found: () => ({ feature: 'f-0000' }),
    conflict: ({ features }) => ({ feature: features }),
  },
  'items.add': { conflict: ({ features }) => ({ kind: 'task', title: 'Task', feature: features }) },
  'items.get': item,
  'items.update': item,
  'items.remove': item,
  'items.done': { ...item, conflict: ({ canceled }) => ({ id: canceled }) },
  'items.start': item,
  'items.cancel': item,
  'items.reopen': item,
  'items.skip': { ...item, conflict: ({ todo }) => ({ id: todo }) },
  'items.move': {
    not_found: ({ todo }) => ({ id: todo, before: 't-0000' }),
    conflict: ({ todo, chore }) => ({ id: todo, before: chore }),
  },
  'items.convert': {
    not_found: () => ({ id: 't-0000', kind: 'todo' }),
    conflict: ({ todo }) => ({ id: todo, kind: 'todo' }),
  },
  'batch.run': {
    not_found: () => ({ operations: [{ op: 'items.start', input: { id: 't-0000' } }] }),
    conflict: ({ canceled }) => ({ operations: [{ op: 'items.done', input: { id: canceled } }] }),
  },
  'order.set': {
    not_found: ({ todo }) => ({ pool: 'nowhere', ids: [todo] }),
    conflict: ({ items }) => ({ pool: 'todos', ids: [items] }),
  },
  'views.today': {},
  'views.upcoming': {},
  'search.find': {},
  'projects.list': {},
  'projects.add': { conflict: ({ project }) => ({ title: 'Again', slug: project }) },
  'projects.get': { not_found: noProject },
  'projects.update': { not_found: noProject, conflict: ({ project }) => ({ slug: project, type: 'general' }) },
  'projects.remove': { not_found: noProject, conflict: ({ project }) => ({ slug: project }) },
  'features.list': { not_found: noProject },
  'features.add': {
    not_found: () => ({ slug: 'nowhere', title: 'Feature' }),
    conflict: ({ general }) => ({ slug: general.slug, title: 'Feature' }),
  },
  'features.update': feature,
  'features.remove': feature,
  'changes.list': {
    not_found: () => ({ item: 't-0000' }),
    conflict: ({ items }) => ({ item: items }),
  },
  'changes.snapshot': {},
  'changes.undo': { not_found: () => ({ revision: 9999 }), conflict: () => ({ redo: true }) },
  'data.export': {},
  'data.import': {
    conflict: ({ general: { slug, title, created_at } }) => ({
      format: 'track',
      version: 1,
      projects: [{ slug, title, created_at, type: 'engineering' }],
      features: [{ id: 'f-00aa', project: slug, title: 'Feature', created_at }],
      items: [],
    }),
  },
  'calendar.get': {},
  'calendar.rotate': {},
  'me.get': {},
  'me.update': {},
  'users.list': {},
  'users.add': { conflict: ({ admin }) => ({ name: admin }) },
  'users.rotate': { not_found: noUser },
  'users.update': {
    not_found: () => ({ name: 'nobody', role: 'admin' }),
    conflict: ({ admin }) => ({ name: admin, role: 'member' }),
  },
  'users.remove': { not_found: noUser, conflict: ({ admin }) => ({ name: admin }) },
}
