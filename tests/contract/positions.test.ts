import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

/** The open items in their order, with the position of each. */
async function places(track: Track): Promise<{ title: string; position: string }[]> {
  const { items } = await track.changes.snapshot()
  return items
    .filter(({ status }) => status === 'todo' || status === 'doing')
    .map(({ title, position }) => ({ title, position }))
    .toSorted((a, b) => (a.position < b.position ? -1 : 1))
}

describe.each(VARIANTS)('positions of open items, %s', (variant) => {
  const server = useTestServer(variant)

  it('differ, when one is reopened beside the copy that took its place', async () => {
    const { track } = await server.addAnyUser()
    const first = await track.items.add({ kind: 'todo', title: 'first', every: 'daily' })
    await track.items.add({ kind: 'todo', title: 'last' })
    const { added } = await track.items.done({ id: first.id })
    await track.items.update({ id: added!.id, title: 'copy' })
    await track.items.reopen({ id: first.id })
    const found = await places(track)
    expect(found.map(({ title }) => title)).toEqual(['copy', 'first', 'last'])
    expect(new Set(found.map(({ position }) => position)).size).toBe(3)
  })

  it('differ, when a done one is started beside the copy that took its place', async () => {
    const { track } = await server.addAnyUser()
    const first = await track.items.add({ kind: 'todo', title: 'first', every: 'daily' })
    await track.items.add({ kind: 'todo', title: 'last' })
    const { added } = await track.items.done({ id: first.id })
    await track.items.update({ id: added!.id, title: 'copy' })
    await track.items.start({ id: first.id })
    const found = await places(track)
    expect(found.map(({ title }) => title)).toEqual(['copy', 'first', 'last'])
    expect(new Set(found.map(({ position }) => position)).size).toBe(3)
  })

  it('differ, when a removed one is restored where another stands by now', async () => {
    const { track } = await server.addAnyUser()
    const [one, two, three] = [
      await track.items.add({ kind: 'todo', title: 'one' }),
      await track.items.add({ kind: 'todo', title: 'two' }),
      await track.items.add({ kind: 'todo', title: 'three' }),
    ]
    await track.items.remove({ id: two.id })
    const { revision } = await track.me.get()
    await track.items.move({ id: three.id, before: one.id })
    await track.items.move({ id: three.id, after: one.id }) // now at a position between, as two was
    await track.changes.undo({ revision })
    const found = await places(track)
    expect(found).toHaveLength(3)
    expect(new Set(found.map(({ position }) => position)).size).toBe(3)
    await track.items.move({ id: one.id, to: 'down' })
    expect(new Set((await places(track)).map(({ position }) => position)).size).toBe(3)
  })
})
