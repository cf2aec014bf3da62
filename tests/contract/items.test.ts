import { describe, expect, it } from 'vitest'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('items, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useUser(server, 'ann')

  it('adds, reads, changes and removes', async () => {
    const added = await ann.track.items.add({
      kind: 'todo',
      title: '  Call the dentist ',
      due: 'tomorrow',
      estimate: '1h30m',
      tags: ['Health', 'health'],
    })
    expect(added).toMatchObject({
      kind: 'todo',
      title: 'Call the dentist',
      due: '2026-03-11',
      estimate: 90,
      tags: ['health'],
      status: 'todo',
      priority: 3,
      revision: 1,
    })
    expect(await ann.track.items.get({ id: added.id })).toEqual(added)
    const changed = await ann.track.items.update({ id: added.id, priority: 1 })
    expect(changed).toMatchObject({ priority: 1, revision: 2 })
    await ann.track.items.remove({ id: added.id })
    await expect(ann.track.items.get({ id: added.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await ann.track.changes.undo({})).undid).toMatchObject({ op: 'items.remove' })
    expect(await ann.track.items.get({ id: added.id })).toMatchObject({ title: 'Call the dentist', priority: 1 })
  })

  it('leaves one copy of what recurs', async () => {
    const rent = await ann.track.items.add({ kind: 'todo', title: 'Rent', due: '2026-01-31', every: 'monthly' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => ann.track.items.done({ id: rent.id })))
    const copies = answers.filter((answer) => answer.added)
    expect(copies).toHaveLength(1)
    expect(copies[0]!.added).toMatchObject({ due: '2026-03-31', anchor: '2026-01-31', every: 'monthly' })
  })
})
