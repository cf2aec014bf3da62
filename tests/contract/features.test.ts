import { beforeEach, describe, expect, it } from 'vitest'
import { addAll, contents, revisionOf, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('features, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)
  beforeEach(async () => {
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    await track.projects.add({ title: 'House' })
  })

  it('are added, changed, listed and removed', async () => {
    const at = '2026-03-10T12:00:00.000Z'
    const hull = await track.features.add({ slug: 'boat', title: ' Hull ', notes: 'Oak' })
    expect(hull).toEqual({
      id: hull.id,
      project: 'boat',
      title: 'Hull',
      status: 'todo',
      notes: 'Oak',
      created_at: at,
      updated_at: at,
      revision: 3,
    })
    expect(hull.id).toMatch(/^f-[0-9a-f]{4}$/)
    for (const status of ['doing', 'done', 'canceled', 'todo'] as const)
      expect(await track.features.update({ id: hull.id, status })).toMatchObject({ status })
    expect(await track.features.update({ id: hull.id, title: 'The hull', notes: null })).toMatchObject({
      title: 'The hull',
      notes: null,
      revision: 8,
    })
    expect(await track.features.update({ id: hull.id, title: 'The hull' })).toMatchObject({ revision: 8 })
    expect((await track.features.list({ slug: 'boat' })).features).toMatchObject([
      { id: hull.id, progress: { done: 0, total: 0, estimate_left: 0 } },
    ])
    await track.features.remove({ id: hull.id })
    expect(await track.features.list({ slug: 'boat' })).toEqual({ features: [] })
    await expect(track.features.remove({ id: hull.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.features.update({ id: hull.id, title: 'X' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('live in engineering projects only', async () => {
    await expect(track.features.add({ slug: 'house', title: 'Roof' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.features.add({ slug: 'nowhere', title: 'Roof' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.features.list({ slug: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' })
    await track.projects.update({ slug: 'house', type: 'engineering' })
    await track.features.add({ slug: 'house', title: 'Roof' })
    await expect(track.projects.update({ slug: 'house', type: 'general' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await track.projects.get({ slug: 'house' })).toMatchObject({ type: 'engineering' })
  })

  it('refuse what is not theirs', async () => {
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    await expect(track.features.add({ slug: 'boat', title: '' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'title' }] },
    })
    await expect(track.features.update({ id: hull.id, status: 'started' as never })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'status' }] },
    })
    await expect(track.features.update({ id: hull.id, project: 'house' } as never)).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'project' }] },
    })
  })

  it('removed leave their tasks in the project', async () => {
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const [open, done] = await addAll(track, 'task', ['Sand', 'Prime'], { feature: hull.id })
    await track.items.done({ id: done!.id })
    const before = await contents(track)
    const revision = await revisionOf(track)
    await track.features.remove({ id: hull.id })
    expect(await revisionOf(track)).toBe(revision + 1)
    for (const { id } of [open!, done!])
      expect(await track.items.get({ id })).toMatchObject({ project: 'boat', feature: null, revision: revision + 1 })
    const view = await track.projects.get({ slug: 'boat' })
    expect(titles(view.tasks)).toEqual(['Sand'])
    expect(view.progress).toEqual({ done: 1, total: 2, estimate_left: 0 })
    await track.changes.undo({})
    expect(await contents(track)).toEqual(before)
  })

  it('are listed in the order they were added', async () => {
    for (const title of ['Hull', 'Sail', 'Anchor']) {
      server.clock.advance(1000)
      await track.features.add({ slug: 'boat', title })
    }
    expect(titles((await track.features.list({ slug: 'boat' })).features)).toEqual(['Hull', 'Sail', 'Anchor'])
    expect(titles((await track.projects.get({ slug: 'boat' })).features)).toEqual(['Hull', 'Sail', 'Anchor'])
  })
})
