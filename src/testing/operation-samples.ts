import type { Operations } from '#contract/operations.ts'
import type { Track } from '#contract/track.ts'
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

type Sample = (own: OwnData, unique: string) => object

/** For each operation an input that its owner may send and that has an effect. */
const SAMPLES: { [Noun in keyof Operations]: { [Verb in keyof Operations[Noun]]: Sample } } = {
  items: {
    list: ({ project }) => ({ kind: 'task,todo', status: 'all', project, limit: 10 }),
    add: ({ feature }) => ({ kind: 'task', title: 'Added', feature }),
    get: ({ todo }) => ({ id: todo }),
    update: ({ todo }) => ({ id: todo, title: 'Updated' }),
    remove: ({ todo }) => ({ id: todo }),
    done: ({ todo }) => ({ id: todo }),
    start: ({ todo }) => ({ id: todo }),
    cancel: ({ todo }) => ({ id: todo }),
    reopen: ({ todo }) => ({ id: todo }),
    skip: ({ chore }) => ({ id: chore }),
    move: ({ todo, other }) => ({ id: todo, before: other }),
    convert: ({ todo, project }) => ({ id: todo, kind: 'task', project }),
  },
  batch: {
    run: ({ todo, project }) => ({
      operations: [
        { op: 'items.start', input: { id: todo } },
        { op: 'projects.update', input: { slug: project, notes: 'Batched' } },
      ],
    }),
  },
  order: { set: ({ project, task, duty }) => ({ pool: project, ids: [duty, task] }) },
  views: { today: () => ({}), upcoming: () => ({ days: 3 }) },
  search: { find: () => ({ q: 'secret' }) },
  projects: {
    list: () => ({}),
    add: (_own, unique) => ({ title: unique, slug: `p-${unique}` }),
    get: ({ project }) => ({ slug: project }),
    update: ({ project }) => ({ slug: project, title: 'Updated' }),
    remove: ({ project }) => ({ slug: project, force: true }),
  },
  features: {
    list: ({ project }) => ({ slug: project }),
    add: ({ project }) => ({ slug: project, title: 'Added' }),
    update: ({ feature }) => ({ id: feature, title: 'Updated' }),
    remove: ({ feature }) => ({ id: feature }),
  },
  changes: { list: ({ todo }) => ({ item: todo }), snapshot: () => ({}), undo: ({ revision }) => ({ revision }) },
  data: {
    export: () => ({}),
    import: (_own, unique) => ({
      format: 'track',
      version: 1,
      projects: [
        { slug: `i-${unique}`, title: 'Came along', type: 'engineering', created_at: '2026-01-01T00:00:00.000Z' },
      ],
      features: [{ id: 'f-00aa', project: `i-${unique}`, title: 'Came along', created_at: '2026-01-01T00:00:00.000Z' }],
      items: [
        {
          id: 'k-00aa',
          kind: 'task',
          title: 'Came along',
          project: `i-${unique}`,
          feature: 'f-00aa',
          created_at: '2026-01-01T00:00:00.000Z',
        },
      ],
    }),
  },
  calendar: { get: () => ({}), rotate: () => ({}) },
  me: { get: () => ({}), update: () => ({ timezone: 'Asia/Tokyo' }) },
  users: {
    list: () => ({}),
    add: (_own, unique) => ({ name: `u-${unique}` }),
    rotate: (_own, unique) => ({ name: unique }),
    update: (_own, unique) => ({ name: unique, role: 'admin' }),
    remove: (_own, unique) => ({ name: unique }),
  },
}

/** An operation of a Track by its name. */
export function verbOf(
  track: Track,
  noun: string,
  verb: string,
): (input: object, options?: object) => Promise<unknown> {
  return (track as unknown as Record<string, Record<string, (input: object, options?: object) => Promise<unknown>>>)[
    noun
  ]![verb]!
}

export function sampleInput(noun: string, verb: string, own: OwnData, unique: string): object {
  return (SAMPLES as Record<string, Record<string, Sample>>)[noun]![verb]!(own, unique)
}
