import { randomBytes } from 'node:crypto'
import type { OperationName } from '#contract/signatures.ts'
import type { Track } from '#contract/track.ts'
import type { Adoption } from '#contract/types.ts'
import type { Project } from '#domain/projects.ts'
import { MAX_SPACES } from '#domain/spaces.ts'
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
  /** The name of a shared space of which they are the only member. */
  space: string
  revision: number
  /** What turning the other user into a space takes, where an operation does that. */
  adoption?: Pick<Adoption, 'key' | 'members'>
}

/** Of somebody who has nothing. */
export const NOTHING: OwnData = {
  todo: 't-0000',
  other: 't-0001',
  chore: 'c-0000',
  task: 'k-0000',
  duty: 'k-0001',
  project: 'nowhere',
  feature: 'f-0000',
  space: 'nowhere',
  revision: 1,
}

/** Adds one of everything to a user's account. */
export async function addOneOfEach({ track }: Pick<TestUser, 'track'>, title = 'Secret'): Promise<OwnData> {
  const project = `${title.toLowerCase()}-boat`
  const space = `s-${randomBytes(8).toString('hex')}`
  await track.spaces.add({ name: space })
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
  const [ids, tasks] = [
    { todo: todo!, other: other!, chore: chore! },
    { task: task!, duty: duty! },
  ]
  return { ...ids, ...tasks, project, feature: feature!, space, revision }
}

/** Does what the sample of some operations has an effect on. */
export async function prepareFor(operation: OperationName, track: Track, own: OwnData, other: TestUser): Promise<void> {
  if (operation === 'items.reopen') await track.items.start({ id: own.todo })
  if (operation === 'members.update' || operation === 'members.remove')
    await track.members.set({ name: own.space, user: other.name, role: 'member' })
  if (operation !== 'spaces.join' && operation !== 'spaces.adopt') return
  const { name } = await track.me.get()
  own.adoption = { key: other.key, members: [name] }
  if (operation === 'spaces.adopt') return
  await other.track.spaces.add({ name: `of-${other.name}` })
  await other.track.members.set({ name: `of-${other.name}`, user: name, role: 'member' })
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
  /** A space of which the administrator is no owner, and the name of its owner. */
  theirs: string
  owner: string
  /** A space to which the administrator is invited, who has too many. */
  invitation: string
}

/** One more than hexadecimal digits: two ids begin alike. */
const ENOUGH = 17

/** Adds to the account of the only administrator what its operations fail on, with the help of another user. */
export async function addFailingData({ name, track }: TestUser, other: TestUser): Promise<FailingData> {
  const own = await addOneOfEach({ track })
  const general = await track.projects.add({ title: 'General' })
  const canceled = await track.items.add({ kind: 'chore', title: 'Canceled', every: 'daily' })
  await track.items.cancel({ id: canceled.id })
  const items = await addMany(track, 'items.add', { kind: 'todo', title: 'Many' })
  const features = await addMany(track, 'features.add', { slug: own.project, title: 'Many' })
  const spaces = await addSpaces({ name, track }, other)
  return { ...own, ...spaces, admin: name, canceled: canceled.id, general, items, features }
}

async function addSpaces({ name, track }: Pick<TestUser, 'name' | 'track'>, other: TestUser) {
  const [theirs, invitation] = ['theirs', 'crowded']
  for (const space of [theirs, invitation]) {
    await other.track.spaces.add({ name: space })
    await other.track.members.set({ name: space, user: name, role: 'member' })
  }
  await track.spaces.join({ name: theirs })
  const { spaces } = await track.spaces.list()
  for (let n = spaces.length - 1; n < MAX_SPACES; n++) await track.spaces.add({ name: `space-${n}` })
  return { theirs, owner: other.name, invitation }
}

/** Returns a beginning that several ids of what was added have in common. */
async function addMany(track: Track, op: OperationName, input: object): Promise<string> {
  const { results } = await track.batch.run({ operations: Array.from({ length: ENOUGH }, () => ({ op, input })) })
  const beginnings = results.map((result) => (result as { id: string }).id.slice(0, 't-0'.length))
  return beginnings.find((beginning, i) => beginnings.indexOf(beginning) !== i)!
}
