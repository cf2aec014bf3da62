import fc from 'fast-check'
import { allOperations, type OperationName } from '#contract/operations.ts'
import type { Track } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import { KINDS, POOLS } from '#domain/kinds.ts'
import { sampleOf } from './operation-samples.ts'

/** The index of a write, and numbers that select its items and values. */
export type RandomWrite = [write: number, a: number, b: number, c: number]

type WriteFunction = (track: Track, items: readonly Item[], a: number, b: number, c: number) => Promise<unknown>

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
const idOf = (items: readonly Item[], n: number) => (items.length ? pick(items, n).id : 't-0000')
const EVERY = [null, 'daily', 'weekly', 'monthly', 'mon,thu']
const DUE = [null, '2026-02-28', '2026-03-10', '2026-04-01']
const AT = [null, '09:00', '18:30']
const SLUGS = ['boat', 'house']

async function featureOf(track: Track, n: number): Promise<string> {
  const { features } = await track.features.list({ slug: pick(SLUGS, n) })
  return features.length ? pick(features, n).id : 'f-0000'
}

function fieldsOf(kind: string, a: number, b: number) {
  const every = kind === 'chore' ? pick(EVERY.slice(1), a) : pick(EVERY, a)
  const due = kind === 'chore' ? (pick(DUE, b) ?? undefined) : pick(DUE, b)
  return {
    every,
    due,
    at: due ? pick(AT, a + b) : undefined,
    ...(kind === 'task' && { project: pick(SLUGS, a) }),
    ...(kind === 'gift' && { recipient: 'Mom' }),
  }
}

/** The sample of an operation, about any items instead of those that it is meant for. */
const sampleWrite =
  (name: OperationName): WriteFunction =>
  async (track, items, a, b, c) => {
    const ids = { todo: idOf(items, a), other: idOf(items, b), chore: idOf(items, c), task: idOf(items, a) }
    const own = {
      ...ids,
      duty: idOf(items, b),
      project: pick(SLUGS, a),
      feature: await featureOf(track, b),
      space: 'nowhere',
      revision: 1,
    }
    return track.call(name, sampleOf(name).input(own, `new ${c % 10}`))
  }

const writes: WriteFunction[] = [
  ...allOperations.filter(({ noun, batch }) => batch && noun === 'items').map(({ name }) => sampleWrite(name)),
  ...Array<WriteFunction>(5).fill((track, _items, a, b, c) =>
    track.items.add({
      kind: pick(KINDS, a),
      title: `item ${c % 10}`,
      priority: (b % 5) + 1,
      ...fieldsOf(pick(KINDS, a), b, c),
    }),
  ),
  (track, items, a, b) =>
    track.items.update({ id: idOf(items, a), title: `title ${b % 5}`, notes: pick([null, 'note'], b) }),
  (track, items, a, b) => track.items.update({ id: idOf(items, a), priority: (b % 5) + 1 }),
  (track, items, a, b, c) => track.items.update({ id: idOf(items, a), due: pick(DUE, b), every: pick(EVERY, c) }),
  (track, items, a, b) => track.items.update({ id: idOf(items, a), at: pick(AT, b) }),
  (track, items, a, b) =>
    track.items.update({
      id: idOf(
        items.filter((item) => item.kind === 'task'),
        a,
      ),
      project: pick(SLUGS, b),
    }),
  async (track, items, a, b) =>
    track.items.update({
      id: idOf(
        items.filter((item) => item.kind === 'task'),
        a,
      ),
      feature: await featureOf(track, b),
    }),
  ...(['done', 'done', 'done', 'start', 'cancel', 'reopen', 'skip'] as const).map(
    (verb): WriteFunction =>
      (track, items, a) =>
        track.items[verb]({ id: idOf(items, a) }),
  ),
  (track, items, a) => track.items.done({ id: idOf(items, a), on: '2026-03-01' }),
  (track, items, a) => track.items.remove({ id: idOf(items, a) }),
  ...Array<WriteFunction>(2).fill((track, items, a, b) =>
    track.items.move({ id: idOf(items, a), to: pick(['top', 'bottom', 'up', 'down'] as const, b) }),
  ),
  ...Array<WriteFunction>(2).fill((track, items, a, b, c) =>
    track.items.move({ id: idOf(items, a), [pick(['before', 'after'], c)]: idOf(items, b) }),
  ),
  (track, items, a, b, c) =>
    track.items.convert({ id: idOf(items, a), kind: pick(KINDS, b), drop: true, ...fieldsOf(pick(KINDS, b), a, c) }),
  (track, items, a, b) => {
    const pool = pick(POOLS, a)
    const ids = items
      .filter(
        (item) =>
          item.status === 'todo' &&
          (item.kind === pool.slice(0, -1) || (pool === 'shopping' && item.id.startsWith('s-'))),
      )
      .map((item) => item.id)
    return track.order.set({ pool, ids: ids.toReversed().slice(0, b % (ids.length + 1)) })
  },
  ...Array<WriteFunction>(2).fill((track, _items, a, b) =>
    track.projects.add({ title: pick(SLUGS, a), type: pick(['engineering', 'general'] as const, b) }),
  ),
  (track, _items, a, b) =>
    track.projects.update({ slug: pick(SLUGS, a), status: pick(['active', 'done', 'archived'] as const, b) }),
  (track, _items, a, b) => track.projects.remove({ slug: pick(SLUGS, a), force: b % 2 === 0 }),
  (track, _items, a, b) => track.features.add({ slug: pick(SLUGS, a), title: `feature ${b % 5}` }),
  async (track, _items, a, b) =>
    track.features.update({ id: await featureOf(track, a), status: pick(['todo', 'doing', 'done'] as const, b) }),
  async (track, _items, a) => track.features.remove({ id: await featureOf(track, a) }),
  (track, items, a, b) =>
    track.batch.run({
      operations: [
        { op: 'items.add', input: { kind: 'todo', title: 'of a batch' } },
        { op: 'items.done', input: { id: idOf(items, a) } },
        { op: 'items.move', input: { id: idOf(items, b), to: 'top' } },
      ],
    }),
]

const number = fc.nat(1000)
export const anyWrite: fc.Arbitrary<RandomWrite> = fc.tuple(fc.nat(writes.length - 1), number, number, number)

/** Executes a random write. Ignores refusals, but not bugs (`internal`). */
export async function applyWrite(track: Track, [write, a, b, c]: RandomWrite): Promise<void> {
  const { items } = await track.items.list({ status: 'all', limit: 1000 })
  try {
    await writes[write]!(track, items, a, b, c)
  } catch (error) {
    if (!(error instanceof TrackError) || error.code === 'internal') throw error
  }
}
