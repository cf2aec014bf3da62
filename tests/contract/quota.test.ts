import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { addAll, listTitles, revisionOf } from '#testing/builders.ts'
import { serverForThisTest, useNewUser, useTestServer, useUser } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('a quota of items, %s', (variant) => {
  const server = useTestServer(variant, { quota: { item_count: 3 } })
  const { track } = useNewUser(server)
  const other = useUser(server, 'other')

  const used = async (by: Track = track) => (await by.me.get()).quota?.items?.used
  /** Refused, and nothing has changed. */
  async function refused(write: () => Promise<unknown>): Promise<void> {
    const revision = await revisionOf(track)
    await expect(write()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        /^this would make \d+ items, done ones included, and the quota of each user is 3$/,
      ),
      details: { hint: expect.stringContaining('TRACK_QUOTA_ITEMS') },
    })
    expect(await revisionOf(track)).toBe(revision)
  }

  it('refuses what goes beyond it, done items counted, and is each user’s own', async () => {
    const items = await addAll(track, 'todo', ['One', 'Two', 'Three'])
    expect((await track.me.get()).quota).toEqual({ items: { used: 3, limit: 3 } })
    await track.items.done({ id: items[0]!.id })
    await refused(() => track.items.add({ text: 'milk' }))
    await refused(() => track.batch.run({ operations: [{ op: 'items.add', input: { text: 'milk' } }] }))
    expect(await listTitles(other.track)).toEqual([])
    await other.track.items.add({ text: 'milk' })
    expect(await used(other.track)).toBe(1)
    await track.items.remove({ id: items[1]!.id })
    await track.items.add({ text: 'milk' })
    expect(await used()).toBe(3)
  })

  it('refuses the copy that completing an item adds, an import, and bringing back what was removed', async () => {
    const daily = await track.items.add({ kind: 'todo', title: 'Daily', every: 'daily' })
    const [two] = await addAll(track, 'todo', ['Two', 'Three'])
    await refused(() => track.items.done({ id: daily.id }))
    const item = { id: 't-1f3a', kind: 'todo', title: 'x', created_at: '2026-01-01T00:00:00Z' } as const
    await refused(() => track.data.import({ format: 'track', version: 1, projects: [], features: [], items: [item] }))
    await track.items.remove({ id: two!.id })
    const removal = await revisionOf(track)
    await track.items.add({ text: 'milk' })
    await refused(() => track.changes.undo({ revision: removal }))
  })

  it('counts the outcome of a batch, not its steps', async () => {
    const [one, two] = await addAll(track, 'todo', ['One', 'Two', 'Three'])
    await track.batch.run({
      operations: [
        { op: 'items.add', input: { text: 'milk' } },
        { op: 'items.remove', input: { id: one!.id } },
      ],
    })
    expect(await used()).toBe(3)
    await track.items.convert({ id: two!.id, kind: 'grocery', drop: true })
    expect(await used()).toBe(3)
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  })
})

describe.each(['direct', 'postgres, direct'] as const)('a quota of bytes, %s', (variant) => {
  const server = useTestServer(variant, { quota: { text_bytes: 100 } })
  const { track } = useNewUser(server)
  const used = async () => (await track.me.get()).quota?.bytes?.used
  const refused = async (write: Promise<unknown>) =>
    await expect(write).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^this would make \d+ bytes of text, and the quota of each user is 100$/),
    })

  it('counts what people write, as UTF-8, of items, projects and features', async () => {
    const gift = await track.items.add({
      kind: 'gift',
      title: 'Schal', // 5
      notes: 'grün', // 5
      tags: ['wolle', 'ü'], // 5 and 2
      recipient: 'Mama', // 4
      occasion: '🎄', // 4
      url: 'https://a.example/', // 18
    })
    expect(await used()).toBe(43)
    await track.projects.add({ title: 'Boot', notes: 'alt', type: 'engineering' })
    await track.features.add({ slug: 'boot', title: 'Mast' })
    expect(await used()).toBe(54)
    await refused(track.items.update({ id: gift.id, notes: 'x'.repeat(52) }))
    await track.items.update({ id: gift.id, notes: 'x'.repeat(51) })
    expect(await used()).toBe(100)
    await refused(track.projects.add({ title: 'b' }))
    await track.items.done({ id: gift.id })
    await track.items.update({ id: gift.id, notes: null, priority: 1 })
    await track.projects.remove({ slug: 'boot', force: true })
    expect(await used()).toBe(38)
    await track.changes.undo()
    expect(await used()).toBe(49)
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  })
})

describe.each(['direct', 'postgres, direct'] as const)('no quota, %s', (variant) => {
  it('is named nowhere', async () => {
    const server = await serverForThisTest(variant)
    const { track } = await server.addAnyUser()
    await addAll(track, 'todo', ['One'])
    expect(await track.me.get()).not.toHaveProperty('quota')
  })

  it('that comes later lets people have less, not more', async () => {
    const quota = { item_count: 0 }
    const server = await serverForThisTest(variant, { quota })
    const { track } = await server.addAnyUser()
    const items = await addAll(track, 'todo', ['One', 'Two', 'Three'])
    server.deps.quota.item_count = 1
    await track.items.update({ id: items[0]!.id, title: 'First' })
    await track.items.remove({ id: items[1]!.id })
    await expect(track.items.add({ text: 'milk' })).rejects.toMatchObject({ code: 'conflict' })
  })
})
