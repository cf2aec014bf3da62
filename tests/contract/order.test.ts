import { describe, expect, it } from 'vitest'
import type { Item } from '#domain/fields.ts'
import { addAll, listTitles, revisionOf, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('order, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  /** Five todos of one priority, and one of each neighbouring priority. */
  async function bucket() {
    const items = await addAll(track, 'todo', ['a', 'b', 'c', 'd', 'e'])
    await addAll(track, 'todo', ['high'], { priority: 2 })
    await addAll(track, 'todo', ['low'], { priority: 4 })
    return Object.fromEntries(items.map((item) => [item.title, item])) as Record<string, Item>
  }
  const order = async () => (await listTitles(track)).join(' ')

  it('is by priority, then by place; new items go to the bottom of their priority', async () => {
    await addAll(track, 'todo', ['third', 'fourth'])
    await addAll(track, 'todo', ['last'], { priority: 5 })
    await addAll(track, 'todo', ['first', 'second'], { priority: 1 })
    await addAll(track, 'todo', ['fifth'])
    expect(await order()).toBe('first second third fourth fifth last')
  })

  it.each([
    ['a', 'top', 'a b c d e'],
    ['c', 'top', 'c a b d e'],
    ['e', 'top', 'e a b c d'],
    ['a', 'bottom', 'b c d e a'],
    ['c', 'bottom', 'a b d e c'],
    ['e', 'bottom', 'a b c d e'],
    ['a', 'up', 'a b c d e'],
    ['b', 'up', 'b a c d e'],
    ['c', 'up', 'a c b d e'],
    ['e', 'up', 'a b c e d'],
    ['e', 'down', 'a b c d e'],
    ['d', 'down', 'a b c e d'],
    ['a', 'down', 'b a c d e'],
  ] as const)('%s moved to %s gives %s, inside its priority, and writes one row', async (title, to, wanted) => {
    const items = await bucket()
    const revision = await revisionOf(track)
    const moved = await track.items.move({ id: items[title]!.id, to })
    expect(await order()).toBe(`high ${wanted} low`)
    const changed = wanted !== 'a b c d e'
    expect(await revisionOf(track)).toBe(revision + (changed ? 1 : 0))
    expect(moved).toMatchObject({ title, priority: 3, revision: changed ? revision + 1 : items[title]!.revision })
    const written = (await track.items.list()).items.filter((item) => item.revision > revision)
    expect(titles(written)).toEqual(changed ? [title] : [])
  })

  it.each([
    ['a', { before: 'd' }, 'b c a d e'],
    ['e', { before: 'a' }, 'e a b c d'],
    ['a', { after: 'c' }, 'b c a d e'],
    ['e', { after: 'a' }, 'a e b c d'],
    ['b', { after: 'e' }, 'a c d e b'],
    ['a', { before: 'b' }, 'a b c d e'],
    ['b', { after: 'a' }, 'a b c d e'],
    ['c', { before: 'c' }, 'a b c d e'],
    ['c', { after: 'c' }, 'a b c d e'],
  ] as const)('%s moved %o gives %s', async (title, where, wanted) => {
    const items = await bucket()
    const revision = await revisionOf(track)
    const [side, other] = Object.entries(where)[0]!
    await track.items.move({ id: items[title]!.id, [side]: items[other]!.id })
    expect(await order()).toBe(`high ${wanted} low`)
    expect(await revisionOf(track)).toBe(revision + (wanted === 'a b c d e' ? 0 : 1))
  })

  it('before or after an item of another priority takes that one', async () => {
    const items = await bucket()
    const [high] = (await track.items.list()).items
    expect(await track.items.move({ id: items.c!.id, after: high!.id })).toMatchObject({ priority: 2 })
    expect(await track.items.move({ id: items.d!.id, before: high!.id })).toMatchObject({ priority: 2 })
    expect(await order()).toBe('d high c a b e low')
    expect(await track.items.move({ id: high!.id, before: items.e!.id })).toMatchObject({ priority: 3 })
    expect(await order()).toBe('d c a b high e low')
  })

  it('puts an item at the bottom of its new priority, and leaves it where it is when that is the old one', async () => {
    const items = await bucket()
    await track.items.update({ id: items.a!.id, priority: 2 })
    await track.items.update({ id: items.b!.id, priority: 4 })
    expect(await order()).toBe('high a c d e low b')
    await track.items.update({ id: items.a!.id, priority: 3 })
    expect(await order()).toBe('high c d e a low b')
    await track.items.update({ id: items.c!.id, priority: 3, title: 'c!' })
    expect(await order()).toBe('high c! d e a low b')
  })

  it('needs exactly one way to move', async () => {
    const { a, b } = await bucket()
    for (const target of [
      {},
      { to: 'top', before: b!.id },
      { before: b!.id, after: b!.id },
      { to: 'sideways' },
      { before: 'b' },
    ]) {
      await expect(track.items.move({ id: a!.id, ...target } as never), JSON.stringify(target)).rejects.toMatchObject({
        code: 'invalid',
      })
    }
  })

  it('is kept for open items only', async () => {
    const { a, b, c } = await bucket()
    await track.items.done({ id: a!.id })
    await expect(track.items.move({ id: a!.id, to: 'top' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.items.move({ id: b!.id, after: a!.id })).rejects.toMatchObject({ code: 'conflict' })
    await track.items.move({ id: c!.id, to: 'top' })
    await track.items.reopen({ id: a!.id })
    expect(new Set(await listTitles(track))).toEqual(new Set(['high', 'a', 'b', 'c', 'd', 'e', 'low']))
  })

  it('is one for each pool', async () => {
    await track.projects.add({ title: 'Boat' })
    await track.projects.add({ title: 'House' })
    const [chore] = await addAll(track, 'chore', ['chore'], { every: 'weekly' })
    const [todo] = await addAll(track, 'todo', ['todo'])
    const [boat] = await addAll(track, 'task', ['boat'], { project: 'boat' })
    const [boat2] = await addAll(track, 'task', ['boat2'], { project: 'boat' })
    const [home] = await addAll(track, 'task', ['home'], { project: 'house' })
    const [gift] = await addAll(track, 'gift', ['gift'])
    const [lamp] = await addAll(track, 'shopping', ['lamp'])
    const [milk] = await addAll(track, 'grocery', ['milk'])
    const pools = [[chore], [todo], [boat, boat2], [home], [gift, lamp], [milk]]
    for (const [i, pool] of pools.entries()) {
      for (const [j, other] of pools.entries()) {
        const move = track.items.move({ id: pool[0]!.id, after: other.at(-1)!.id })
        if (i === j) expect(await move).toMatchObject({ id: pool[0]!.id })
        else
          await expect(move, `${pool[0]!.title} among ${other[0]!.title}`).rejects.toMatchObject({ code: 'conflict' })
      }
    }
    expect(await listTitles(track, { kind: 'gift,shopping' })).toEqual(['lamp', 'gift'])
    expect(await listTitles(track, { project: 'boat' })).toEqual(['boat2', 'boat'])
  })

  it('puts a task that changes its project at the bottom there', async () => {
    await track.projects.add({ title: 'Boat' })
    await track.projects.add({ title: 'House' })
    await addAll(track, 'task', ['deck', 'keel'], { project: 'boat' })
    const [roof] = await addAll(track, 'task', ['roof', 'wall'], { project: 'house' })
    await track.items.update({ id: roof!.id, project: 'boat' })
    expect(await listTitles(track, { project: 'boat' })).toEqual(['deck', 'keel', 'roof'])
  })

  it('is undone by one undo', async () => {
    const items = await bucket()
    await track.items.move({ id: items.e!.id, to: 'top' })
    await track.items.move({ id: items.b!.id, before: items.d!.id })
    await track.changes.undo({})
    expect(await order()).toBe('high e a b c d low')
    await track.changes.undo({})
    expect(await order()).toBe('high a b c d e low')
  })
})
