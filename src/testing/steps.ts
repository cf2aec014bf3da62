import fc from 'fast-check'
import type { Track } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import { KINDS, POOLS } from '#domain/kinds.ts'

/** Which write, and numbers that choose what it is done to and with. */
export type Step = [write: number, a: number, b: number, c: number]

type Write = (track: Track, items: readonly Item[], a: number, b: number, c: number) => Promise<unknown>

const of = <T>(list: readonly T[], n: number): T => list[n % list.length]!
const idOf = (items: readonly Item[], n: number) => (items.length ? of(items, n).id : 't-0000')
const EVERY = [null, 'daily', 'weekly', 'monthly', 'mon,thu']
const DUE = [null, '2026-02-28', '2026-03-10', '2026-04-01']
const SLUGS = ['boat', 'house']

async function featureOf(track: Track, n: number): Promise<string> {
  const { features } = await track.features.list({ slug: of(SLUGS, n) })
  return features.length ? of(features, n).id : 'f-0000'
}

function fieldsOf(kind: string, a: number, b: number) {
  const every = kind === 'chore' ? of(EVERY.slice(1), a) : of(EVERY, a)
  const due = kind === 'chore' ? (of(DUE, b) ?? undefined) : of(DUE, b)
  return { every, due, ...(kind === 'task' && { project: of(SLUGS, a) }), ...(kind === 'gift' && { recipient: 'Mom' }) }
}

const writes: Write[] = [
  ...Array<Write>(5).fill((track, _items, a, b, c) =>
    track.items.add({
      kind: of(KINDS, a),
      title: `item ${c % 10}`,
      priority: (b % 5) + 1,
      ...fieldsOf(of(KINDS, a), b, c),
    }),
  ),
  (track, items, a, b) =>
    track.items.update({ id: idOf(items, a), title: `title ${b % 5}`, notes: of([null, 'note'], b) }),
  (track, items, a, b) => track.items.update({ id: idOf(items, a), priority: (b % 5) + 1 }),
  (track, items, a, b, c) => track.items.update({ id: idOf(items, a), due: of(DUE, b), every: of(EVERY, c) }),
  (track, items, a, b) =>
    track.items.update({
      id: idOf(
        items.filter((item) => item.kind === 'task'),
        a,
      ),
      project: of(SLUGS, b),
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
    (verb): Write =>
      (track, items, a) =>
        track.items[verb]({ id: idOf(items, a) }),
  ),
  (track, items, a) => track.items.done({ id: idOf(items, a), on: '2026-03-01' }),
  (track, items, a) => track.items.remove({ id: idOf(items, a) }),
  ...Array<Write>(2).fill((track, items, a, b) =>
    track.items.move({ id: idOf(items, a), to: of(['top', 'bottom', 'up', 'down'] as const, b) }),
  ),
  ...Array<Write>(2).fill((track, items, a, b, c) =>
    track.items.move({ id: idOf(items, a), [of(['before', 'after'], c)]: idOf(items, b) }),
  ),
  (track, items, a, b, c) =>
    track.items.convert({ id: idOf(items, a), kind: of(KINDS, b), drop: true, ...fieldsOf(of(KINDS, b), a, c) }),
  (track, items, a, b) => {
    const pool = of(POOLS, a)
    const ids = items
      .filter(
        (item) =>
          item.status === 'todo' &&
          (item.kind === pool.slice(0, -1) || (pool === 'shopping' && item.id.startsWith('s-'))),
      )
      .map((item) => item.id)
    return track.order.set({ pool, ids: ids.toReversed().slice(0, b % (ids.length + 1)) })
  },
  ...Array<Write>(2).fill((track, _items, a, b) =>
    track.projects.add({ title: of(SLUGS, a), type: of(['engineering', 'general'] as const, b) }),
  ),
  (track, _items, a, b) =>
    track.projects.update({ slug: of(SLUGS, a), status: of(['active', 'done', 'archived'] as const, b) }),
  (track, _items, a, b) => track.projects.remove({ slug: of(SLUGS, a), force: b % 2 === 0 }),
  (track, _items, a, b) => track.features.add({ slug: of(SLUGS, a), title: `feature ${b % 5}` }),
  async (track, _items, a, b) =>
    track.features.update({ id: await featureOf(track, a), status: of(['todo', 'doing', 'done'] as const, b) }),
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
export const anyStep: fc.Arbitrary<Step> = fc.tuple(fc.nat(writes.length - 1), number, number, number)

/** Carries a step out; what it may not do is refused, and changes nothing. */
export async function take(track: Track, [write, a, b, c]: Step): Promise<void> {
  const { items } = await track.items.list({ status: 'all', limit: 1000 })
  try {
    await writes[write]!(track, items, a, b, c)
  } catch (error) {
    if (!(error instanceof TrackError) || error.code === 'internal') throw error
  }
}
