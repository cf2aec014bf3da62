import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { addAll, revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const failureOf = (call: Promise<unknown>) => call.catch((error: unknown) => error)
const goneOf = async (track: Track, id: string) =>
  ((await failureOf(track.items.get({ id }))) as { details: { gone?: object } }).details.gone

describe.each(VARIANTS)('items that are gone, %s', (variant) => {
  const { track } = useNewUser(useTestServer(variant))

  it('are not found, with the write that removed them', async () => {
    const [tea] = await addAll(track, 'grocery', ['tea'])
    await track.items.remove({ id: tea!.id })
    const gone = { revision: await revisionOf(track), op: 'items.remove', became: null }
    for (const call of [track.items.get, track.items.done, track.items.remove, track.items.skip])
      expect(await failureOf(call({ id: tea!.id }))).toMatchObject({ code: 'not_found', details: { gone } })
    await track.changes.undo()
    expect((await track.items.get({ id: tea!.id })).title).toBe('tea')
    await track.changes.undo({ redo: true })
    expect(await goneOf(track, tea!.id)).toMatchObject({ op: 'changes.redo', became: null })
  })

  it('are named by the id that they have after a conversion, in a batch, too', async () => {
    const [milk, eggs, salt] = await addAll(track, 'todo', ['milk', 'eggs', 'salt'])
    const grocery = await track.items.convert({ id: milk!.id, kind: 'grocery' })
    expect(await goneOf(track, milk!.id)).toEqual({
      revision: await revisionOf(track),
      op: 'items.convert',
      became: grocery.id,
    })
    const { results } = await track.batch.run({
      operations: [
        { op: 'items.convert', input: { id: eggs!.id, kind: 'grocery' } },
        { op: 'items.remove', input: { id: salt!.id } },
        { op: 'items.add', input: { kind: 'todo', title: 'bread' } },
      ],
    })
    expect(await goneOf(track, eggs!.id)).toMatchObject({ op: 'batch.run', became: (results[0] as { id: string }).id })
    expect(await goneOf(track, salt!.id)).toMatchObject({ op: 'batch.run', became: null })
  })

  it('with their project, or as a copy that was taken back', async () => {
    await track.projects.add({ title: 'Boat' })
    const [sand] = await addAll(track, 'task', ['sand'], { project: 'boat' })
    await track.projects.remove({ slug: 'boat', force: true })
    expect(await goneOf(track, sand!.id)).toMatchObject({ op: 'projects.remove', became: null })
    const [tea] = await addAll(track, 'todo', ['tea'], { every: 'daily', due: 'today' })
    const { added } = await track.items.done({ id: tea!.id })
    await track.items.reopen({ id: tea!.id })
    expect(await goneOf(track, added!.id)).toMatchObject({ op: 'items.reopen', became: null })
  })

  it('are none that nobody has ever had', async () => {
    expect(await goneOf(track, 't-0000')).toBeUndefined()
  })
})
