import { beforeAll, describe, expect, it } from 'vitest'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('undo keeps what belongs together, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useUser(server, 'ann')
  beforeAll(async () => {
    for (const slug of ['a', 'b']) await ann.track.projects.add({ title: slug.toUpperCase(), type: 'engineering' })
  })

  it('refuses to leave a task with a feature of another project', async () => {
    const task = await ann.track.items.add({ kind: 'task', title: 'Tiles', project: 'a' })
    const feature = await ann.track.features.add({ slug: 'b', title: 'Floor' })
    const { revision } = await ann.track.items.update({ id: task.id, project: 'b' })
    const placed = await ann.track.items.update({ id: task.id, feature: feature.id })
    await expect(ann.track.changes.undo({ revision })).rejects.toMatchObject({ code: 'conflict' })
    expect(await ann.track.items.get({ id: task.id })).toEqual(placed)
  })

  it('refuses to make a project general that has features by now', async () => {
    await ann.track.projects.add({ title: 'Garden' })
    const { revision } = await ann.track.projects.update({ slug: 'garden', type: 'engineering' })
    await ann.track.features.add({ slug: 'garden', title: 'Pond' })
    await expect(ann.track.changes.undo({ revision })).rejects.toMatchObject({ code: 'conflict' })
    expect(await ann.track.projects.get({ slug: 'garden' })).toMatchObject({ type: 'engineering' })
  })

  it('answers hostile lists with named errors, never with a bug', async () => {
    const many = Array.from({ length: 130_000 }, () => 1) as unknown as string[]
    await expect(ann.track.items.add({ kind: 'todo', title: 'x', tags: many })).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(ann.track.items.list({ tag: 'a,'.repeat(1001) })).rejects.toMatchObject({ code: 'invalid' })
    const operations = Array.from({ length: 100 }, () => ({ op: 'order.set', input: { pool: 'todos', ids: [] } }))
    await expect(ann.track.batch.run({ operations })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('reads the worst marks of 64 KB in no time', async () => {
    const before = process.cpuUsage()
    await ann.track.items.add({
      kind: 'todo',
      title: 'x',
      notes: `zz a${'\u0345'.repeat(15_000)}${'\u0316'.repeat(15_000)}`,
    })
    await ann.track.search.find({ q: 'zz' })
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000)
  })
})
