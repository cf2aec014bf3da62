import { describe, expect, it } from 'vitest'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('tags that are added and removed, %s', (variant) => {
  const { track } = useNewUser(useTestServer(variant))
  const add = async (tags: string[]) => (await track.items.add({ kind: 'todo', title: 'Tea', tags })).id

  it('leave the others as they are, in any case and form', async () => {
    const id = await add(['home', 'café'])
    expect((await track.items.update({ id, add_tags: ['Shop', 'HOME'] })).tags).toEqual(['home', 'café', 'shop'])
    expect((await track.items.update({ id, remove_tags: ['Cafe\u0301'] })).tags).toEqual(['home', 'shop'])
    const both = { add_tags: ['a', 'b'], remove_tags: ['home', 'a', 'unknown'] }
    expect((await track.items.update({ id, ...both })).tags).toEqual(['shop', 'b'])
    expect((await track.items.update({ id, tags: ['x', 'y'], add_tags: ['z'], remove_tags: ['y'] })).tags).toEqual([
      'x',
      'z',
    ])
  })

  it('change nothing where nothing is to change', async () => {
    const id = await add(['home'])
    const { revision } = await track.items.get({ id })
    expect((await track.items.update({ id, add_tags: ['home'], remove_tags: ['away'] })).revision).toBe(revision)
  })

  it('are refused where they are too many or none', async () => {
    const id = await add(Array.from({ length: 31 }, (_, i) => `tag-${i}`))
    const problem = { code: 'invalid', details: { errors: [{ path: 'add_tags', message: expect.any(String) }] } }
    await expect(track.items.update({ id, add_tags: ['a', 'b'] })).rejects.toMatchObject(problem)
    await expect(track.items.update({ id, add_tags: ['a', 'b'], remove_tags: ['b'] })).resolves.toBeDefined()
    await expect(track.items.update({ id, remove_tags: [''] })).rejects.toMatchObject({ code: 'invalid' })
    await expect(track.items.add({ kind: 'todo', title: 'Tea', add_tags: ['a'] } as never)).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  it('follow each other in a batch', async () => {
    const id = await add([])
    const operations = ['a', 'b', 'c'].map((tag) => ({ op: 'items.update', input: { id, add_tags: [tag] } }))
    await track.batch.run({ operations })
    expect((await track.items.get({ id })).tags).toEqual(['a', 'b', 'c'])
  })
})
