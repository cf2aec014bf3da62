import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import type { Item } from '#domain/fields.ts'
import { MAX_POSITION_CHARACTERS } from '#domain/order.ts'
import { addAll } from '#testing/builders.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { type TestUser, propertyRuns, VARIANTS } from '#testing/test-server.ts'

const RUNS = propertyRuns(12)
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const TOWARDS = ['top', 'bottom', 'up', 'down'] as const

type Move = { item: number } & (
  | { to: (typeof TOWARDS)[number] }
  | { other: number; side: 'before' | 'after' }
  | { priority: number }
  | { rank: number[] }
)

const index = fc.nat(NAMES.length - 1)
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ item: index, to: fc.constantFrom(...TOWARDS) }),
  fc.record({ item: index, other: index, side: fc.constantFrom('before' as const, 'after' as const) }),
  fc.record({ item: index, priority: fc.integer({ min: 2, max: 4 }) }),
  fc.record({ item: index, rank: fc.uniqueArray(index) }),
)

/** The order of names as lists by priority: what a person would expect of each move. */
class Model {
  readonly buckets = new Map<number, string[]>([
    [2, []],
    [3, [...NAMES]],
    [4, []],
  ])

  get order(): string {
    return [...this.buckets.values()].flat().join('')
  }

  bucketOf = (name: string) => [...this.buckets.entries()].find(([, names]) => names.includes(name))!

  apply(move: Move): void {
    const name = NAMES[move.item]!
    const [priority, bucket] = this.bucketOf(name)
    const at = bucket.indexOf(name)
    if ('rank' in move) return this.#rank(move.rank.map((n) => NAMES[n]!))
    if ('priority' in move) return move.priority === priority ? undefined : this.#put(name, move.priority, Infinity)
    if ('to' in move)
      return this.#put(name, priority, { top: 0, bottom: Infinity, up: Math.max(0, at - 1), down: at + 1 }[move.to])
    const other = NAMES[move.other]!
    if (other === name) return
    bucket.splice(at, 1)
    const [to, names] = this.bucketOf(other)
    this.#put(name, to, names.indexOf(other) + (move.side === 'after' ? 1 : 0))
  }

  #put(name: string, priority: number, at: number): void {
    for (const names of this.buckets.values()) if (names.includes(name)) names.splice(names.indexOf(name), 1)
    this.buckets.get(priority)!.splice(at, 0, name)
  }

  #rank(named: string[]): void {
    for (const [priority, names] of this.buckets) {
      const first = named.filter((name) => names.includes(name))
      this.buckets.set(priority, [...first, ...names.filter((name) => !first.includes(name))])
    }
  }
}

async function make(track: Track, items: readonly Item[], move: Move): Promise<void> {
  const { id } = items[move.item]!
  if ('rank' in move) await track.order.set({ pool: 'todos', ids: move.rank.map((n) => items[n]!.id) })
  else if ('priority' in move) await track.items.update({ id, priority: move.priority })
  else if ('to' in move) await track.items.move({ id, to: move.to })
  else await track.items.move({ id, [move.side]: items[move.other]!.id })
}

describe.each(VARIANTS)('any sequence of moves, %s', (variant) => {
  const server = useTestServer(variant)

  async function order({ track }: TestUser) {
    const { items } = await track.items.list()
    return items.map((item) => item.title).join('')
  }
  const positions = async ({ spaceId }: TestUser) =>
    (
      await server.deps.engine.read.selectFrom('items').where('space_id', '=', spaceId).select(['position']).execute()
    ).map((row) => row.position)

  it('gives the order that a person expects, each item once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyMove, { maxLength: 25, size: 'max' }), async (moves) => {
        const person = await server.addAnyUser()
        const items = await addAll(person.track, 'todo', NAMES)
        const model = new Model()
        for (const move of moves) {
          model.apply(move)
          await make(person.track, items, move)
          expect(await order(person)).toBe(model.order)
        }
      }),
      { numRuns: RUNS(variant) },
    )
  })

  it('keeps positions short, however often items go between the same two', async () => {
    const person = await server.addAnyUser()
    const { track } = person
    const [first, one, two, last] = await addAll(track, 'todo', ['1', 'x', 'y', '2'])
    const operations = Array.from({ length: 20 }, (_, i) => ({
      op: 'items.move',
      input: { id: (i % 2 ? one! : two!).id, after: first!.id },
    }))
    const longest: number[] = []
    for (let i = 0; i < 35; i++) {
      await track.batch.run({ operations })
      longest.push(Math.max(...(await positions(person)).map((position) => position.length)))
      expect(await order(person)).toBe('1xy2')
    }
    expect(Math.max(...longest)).toBeGreaterThan(MAX_POSITION_CHARACTERS * 0.9)
    expect(Math.max(...longest)).toBeLessThanOrEqual(MAX_POSITION_CHARACTERS)
    expect(longest.some((length, i) => length < longest[i - 1]! / 2)).toBe(true)
    expect((await track.items.get({ id: last!.id })).title).toBe('2')
  })

  it('keeps positions short when all goes to the top, or to the bottom', async () => {
    const person = await server.addAnyUser()
    const items = await addAll(person.track, 'todo', NAMES)
    const operations = (to: string) =>
      Array.from({ length: 200 }, (_, i) => ({
        op: 'items.move',
        input: { id: items[(i * 3) % items.length]!.id, to },
      }))
    for (const [to, most] of [
      ['top', 10],
      ['bottom', 10],
      ['up', MAX_POSITION_CHARACTERS],
      ['down', MAX_POSITION_CHARACTERS],
    ] as const) {
      await person.track.batch.run({ operations: operations(to) })
      const all = await positions(person)
      expect(Math.max(...all.map((position) => position.length)), to).toBeLessThanOrEqual(most)
      expect(new Set(all).size).toBe(NAMES.length)
    }
  })

  it('parts items that came to stand on the same place', async () => {
    const person = await server.addAnyUser()
    const { track } = person
    const items = await addAll(track, 'todo', NAMES)
    await server.deps.engine.write(
      'users',
      async (db) =>
        void (await db.updateTable('items').set({ position: 'a0' }).where('space_id', '=', person.spaceId).execute()),
    )
    const byId = items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const names = (list: readonly Item[]) => list.map((item) => item.title).join('')
    expect(await order(person)).toBe(names(byId))
    const [a, b, c, ...rest] = byId
    await track.items.move({ id: c!.id, before: b!.id })
    expect(await order(person)).toBe(names([a!, c!, b!, ...rest]))
    const added = await track.items.add({ kind: 'todo', title: 'z' })
    expect(await order(person)).toBe(names([a!, c!, b!, ...rest, added]))
    await track.order.set({ pool: 'todos', ids: [added.id] })
    expect(await order(person)).toBe(names([added, a!, c!, b!, ...rest]))
  })
})
