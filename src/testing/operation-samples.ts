import type { EntryOf, OwnFailureOf } from '#contract/failures.ts'
import type { OwnFailure } from '#contract/operation.ts'
import type { InputOf, OperationName } from '#contract/signatures.ts'
import type { Import } from '#contract/types.ts'
import type { Project } from '#domain/projects.ts'
import type { FailingData, OwnData } from './own-data.ts'

/** How an operation is called by tests that call all of them. */
interface Sample<Input = object, Failure extends OwnFailure = never> {
  /** An input that its owner may send and that has an effect. `name` is that of another user, or of what is new. */
  input: (own: OwnData, name: string) => Input
  /** For each failure that it declares an input that leads to it. */
  failing: Record<Failure, (data: FailingData) => Input>
}

interface Described {
  /** What histories say of a write with the sample's input; `NAME` is the name. */
  sentence: string
}

type SampleOf<Name extends OperationName> = Sample<InputOf<Name>, OwnFailureOf<Name>> &
  (EntryOf<Name> extends { method: 'GET' } ? object : Described)

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
const noSpace = () => ({ name: 'nowhere' })

/** An exported document with an engineering project, a feature and a task. */
function documentOf({ slug, title, created_at }: Pick<Project, 'slug' | 'title' | 'created_at'>): Import {
  return {
    format: 'track',
    version: 1,
    projects: [{ slug, title, type: 'engineering', created_at }],
    features: [{ id: 'f-00aa', project: slug, title: 'Came along', created_at }],
    items: [{ id: 'k-00aa', kind: 'task', title: 'Came along', project: slug, feature: 'f-00aa', created_at }],
  }
}

const SAMPLES: { [Name in OperationName]: SampleOf<Name> } = {
  'items.list': {
    input: ({ project }) => ({ kind: 'task,todo', status: 'all', project, limit: 10 }),
    failing: {
      not_found: () => ({ feature: 'f-0000' }),
      conflict: ({ features }) => ({ feature: features }),
    },
  },
  'items.add': {
    input: ({ feature }) => ({ kind: 'task', title: 'Added', feature }),
    failing: { conflict: ({ features }) => ({ kind: 'task', title: 'Task', feature: features }) },
    sentence: 'added Added',
  },
  'items.get': { input: ({ todo }) => ({ id: todo }), failing: item },
  'items.update': {
    input: ({ todo }) => ({ id: todo, title: 'Updated' }),
    failing: item,
    sentence: 'changed Updated',
  },
  'items.remove': { input: ({ todo }) => ({ id: todo }), failing: item, sentence: 'removed Secret todo' },
  'items.done': {
    input: ({ todo }) => ({ id: todo }),
    failing: { ...item, conflict: ({ canceled }) => ({ id: canceled }) },
    sentence: 'done Secret todo',
  },
  'items.start': { input: ({ todo }) => ({ id: todo }), failing: item, sentence: 'started Secret todo' },
  'items.cancel': { input: ({ todo }) => ({ id: todo }), failing: item, sentence: 'canceled Secret todo' },
  'items.reopen': { input: ({ todo }) => ({ id: todo }), failing: item, sentence: 'reopened Secret todo' },
  'items.skip': {
    input: ({ chore }) => ({ id: chore }),
    failing: { ...item, conflict: ({ todo }) => ({ id: todo }) },
    sentence: 'skipped Secret chore',
  },
  'items.move': {
    input: ({ todo, other }) => ({ id: todo, before: other }),
    failing: {
      not_found: ({ todo }) => ({ id: todo, before: 't-0000' }),
      conflict: ({ todo, chore }) => ({ id: todo, before: chore }),
    },
    sentence: 'moved Secret todo',
  },
  'items.convert': {
    input: ({ todo, project }) => ({ id: todo, kind: 'task', project }),
    failing: {
      not_found: () => ({ id: 't-0000', kind: 'todo' }),
      conflict: ({ todo }) => ({ id: todo, kind: 'todo' }),
    },
    sentence: 'converted Secret todo + removed Secret todo',
  },
  'batch.run': {
    input: ({ todo, project }) => ({
      operations: [
        { op: 'items.start', input: { id: todo } },
        { op: 'projects.update', input: { slug: project, notes: 'Batched' } },
      ],
    }),
    failing: {
      not_found: () => ({ operations: [{ op: 'items.start', input: { id: 't-0000' } }] }),
      conflict: ({ canceled }) => ({ operations: [{ op: 'items.done', input: { id: canceled } }] }),
    },
    sentence: 'changed 1 project and 1 item: Secret boat, Secret todo',
  },
  'order.set': {
    input: ({ project, task, duty }) => ({ pool: project, ids: [duty, task] }),
    failing: {
      not_found: ({ todo }) => ({ pool: 'nowhere', ids: [todo] }),
      conflict: ({ items }) => ({ pool: 'todos', ids: [items] }),
    },
    sentence: 'reordered Secret duty',
  },
  'views.today': { input: () => ({}), failing: {} },
  'views.upcoming': { input: () => ({ days: 3 }), failing: {} },
  'search.find': { input: () => ({ q: 'secret' }), failing: {} },
  'projects.list': { input: () => ({}), failing: {} },
  'projects.add': {
    input: (_own, name) => ({ title: name, slug: `p-${name}` }),
    failing: { conflict: ({ project }) => ({ title: 'Again', slug: project }) },
    sentence: 'added NAME',
  },
  'projects.get': { input: ({ project }) => ({ slug: project }), failing: { not_found: noProject } },
  'projects.update': {
    input: ({ project }) => ({ slug: project, title: 'Updated' }),
    failing: { not_found: noProject, conflict: ({ project }) => ({ slug: project, type: 'general' }) },
    sentence: 'changed Updated',
  },
  'projects.remove': {
    input: ({ project }) => ({ slug: project, force: true }),
    failing: { not_found: noProject, conflict: ({ project }) => ({ slug: project }) },
    sentence: 'removed Secret boat + removed Secret duty + removed Secret hull + removed Secret task',
  },
  'features.list': { input: ({ project }) => ({ slug: project }), failing: { not_found: noProject } },
  'features.add': {
    input: ({ project }) => ({ slug: project, title: 'Added' }),
    failing: {
      not_found: () => ({ slug: 'nowhere', title: 'Feature' }),
      conflict: ({ general }) => ({ slug: general.slug, title: 'Feature' }),
    },
    sentence: 'added Added',
  },
  'features.update': {
    input: ({ feature }) => ({ id: feature, title: 'Updated' }),
    failing: feature,
    sentence: 'changed Updated',
  },
  'features.remove': {
    input: ({ feature }) => ({ id: feature }),
    failing: feature,
    sentence: 'removed Secret hull + changed Secret task',
  },
  'changes.list': {
    input: ({ todo }) => ({ item: todo }),
    failing: {
      not_found: () => ({ item: 't-0000' }),
      conflict: ({ items }) => ({ item: items }),
    },
  },
  'changes.snapshot': { input: () => ({}), failing: {} },
  'changes.undo': {
    input: ({ revision }) => ({ revision }),
    failing: { not_found: () => ({ revision: 9999 }), conflict: () => ({ redo: true }) },
    sentence: 'undid: changed Secret todo',
  },
  'data.export': { input: () => ({}), failing: {} },
  'data.import': {
    input: (_own, name) => documentOf({ slug: name, title: name, created_at: '2026-01-01T00:00:00.000Z' }),
    failing: { conflict: ({ general }) => documentOf(general) },
    sentence: 'imported 1 project, 1 feature and 1 item: NAME, Came along, Came along',
  },
  'calendar.get': { input: () => ({}), failing: {} },
  'calendar.rotate': { input: () => ({}), failing: {}, sentence: 'replaced the calendar address' },
  'me.get': { input: () => ({}), failing: {} },
  'me.update': { input: () => ({ timezone: 'Asia/Tokyo' }), failing: {}, sentence: 'changed the settings' },
  'spaces.list': { input: () => ({}), failing: {} },
  'spaces.add': {
    input: (_own, name) => ({ name: `s-${name}` }),
    failing: { conflict: ({ space }) => ({ name: space }) },
    sentence: 'added a space',
  },
  'spaces.get': { input: ({ space }) => ({ name: space }), failing: { not_found: noSpace } },
  'spaces.join': {
    input: (_own, name) => ({ name: `of-${name}` }),
    failing: { not_found: noSpace, conflict: ({ invitation }) => ({ name: invitation }) },
    sentence: 'joined a space',
  },
  'spaces.adopt': {
    input: ({ adoption = { members: ['nobody'] } }, name) => ({ name, ...adoption }),
    failing: {
      not_found: () => ({ name: 'nobody', members: ['nobody'] }),
      conflict: ({ admin }) => ({ name: admin, members: [admin] }),
    },
    sentence: 'turned a user into a space',
  },
  'spaces.remove': {
    input: ({ space }) => ({ name: space }),
    failing: {
      not_found: noSpace,
      conflict: ({ admin }) => ({ name: admin }),
      forbidden: ({ theirs }) => ({ name: theirs }),
    },
    sentence: 'removed a space',
  },
  'members.set': {
    input: ({ space }, name) => ({ name: space, user: name, role: 'member' }),
    failing: {
      not_found: () => ({ name: 'nowhere', user: 'nobody', role: 'member' }),
      conflict: ({ space, admin }) => ({ name: space, user: admin, role: 'member' }),
      forbidden: ({ theirs, admin }) => ({ name: theirs, user: admin, role: 'owner' }),
    },
    sentence: 'changed the members of a space',
  },
  'members.update': {
    input: ({ space }, name) => ({ name: space, user: name, called: ['Mom', 'Mum'] }),
    failing: {
      not_found: ({ space }) => ({ name: space, user: 'nobody', called: [] }),
      conflict: ({ admin }) => ({ name: admin, user: admin, called: [] }),
      forbidden: ({ theirs, owner }) => ({ name: theirs, user: owner, called: [] }),
    },
    sentence: 'changed what a member is called',
  },
  'members.remove': {
    input: ({ space }, name) => ({ name: space, user: name }),
    failing: {
      not_found: ({ space }) => ({ name: space, user: 'nobody' }),
      conflict: ({ space, admin }) => ({ name: space, user: admin }),
      forbidden: ({ theirs, owner }) => ({ name: theirs, user: owner }),
    },
    sentence: 'changed the members of a space',
  },
  'users.list': { input: () => ({}), failing: {} },
  'users.add': {
    input: (_own, name) => ({ name: `u-${name}` }),
    failing: { conflict: ({ admin }) => ({ name: admin }) },
    sentence: 'added a user',
  },
  'users.rotate': {
    input: (_own, name) => ({ name }),
    failing: { not_found: noUser },
    sentence: 'replaced an API key',
  },
  'users.update': {
    input: (_own, name) => ({ name, role: 'admin' }),
    failing: {
      not_found: () => ({ name: 'nobody', role: 'admin' }),
      conflict: ({ admin }) => ({ name: admin, role: 'member' }),
    },
    sentence: 'changed the role of a user',
  },
  'users.remove': {
    input: (_own, name) => ({ name }),
    failing: { not_found: noUser, conflict: ({ admin }) => ({ name: admin }) },
    sentence: 'removed a user',
  },
}

export function sampleOf(name: OperationName): Sample<object, OwnFailure> & Partial<Described> {
  return SAMPLES[name] as Sample<object, OwnFailure> & Partial<Described>
}
