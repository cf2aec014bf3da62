import { describe, expect, it } from 'vitest'
import { addAll } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('a snapshot, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  it('holds what is open or was finished lately, and counts the tasks that were done before', async () => {
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    const { id: feature } = await track.features.add({ slug: 'boat', title: 'Hull' })
    const task = (title: string, more: object = {}) =>
      track.items.add({ kind: 'task', project: 'boat', title, ...more })
    server.clock.set('2026-03-01T12:00:00Z')
    for (const old of [await task('Draw'), await task('Saw'), await task('Caulk', { feature })])
      await track.items.done({ id: old.id })
    await track.items.cancel({ id: (await task('Gild')).id })
    const [old] = await addAll(track, 'todo', ['Long ago'])
    await track.items.done({ id: old!.id })
    server.clock.set('2026-03-10T12:00:00Z')
    await track.items.done({ id: (await task('Paint')).id })
    await task('Launch')

    const { items, done_before: doneBefore, projects, features } = await track.changes.snapshot()
    expect(items.map(({ title }) => title).toSorted()).toEqual(['Launch', 'Paint'])
    expect([projects.length, features.length]).toEqual([1, 1])
    expect(doneBefore.toSorted((a, b) => a.done - b.done)).toEqual([
      { project: 'boat', feature, done: 1 },
      { project: 'boat', feature: null, done: 2 },
    ])
    const [summary] = (await track.projects.list()).projects
    expect(summary!.progress).toMatchObject({ done: 4, total: 5 })
  })
})
