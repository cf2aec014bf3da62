import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { upkeep } from '#service/upkeep.ts'
import { addAll } from '#testing/builders.ts'
import { DAY_MS } from '#testing/clock.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { propertyRuns, VARIANTS } from '#testing/test-server.ts'

/** More writes than the full-text index leaves for later. */
const MANY = 40

describe.each(VARIANTS)('words that the full-text index takes in later, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)

  const found = async (track: Track, q: string) => {
    const [search, list] = [await track.search.find({ q }), await track.items.list({ q, status: 'all' })]
    const titles = (page: { items: { title: string }[] }) => page.items.map(({ title }) => title).toSorted()
    expect(titles(list)).toEqual(titles(search))
    return titles(search)
  }

  it('are found at once, whichever write it is', async () => {
    const { track } = ann
    for (let i = 0; i < MANY; i++) {
      await track.items.add({ kind: 'todo', title: `Walrus ${i}` })
      expect(await found(track, 'walr')).toHaveLength(i + 1)
    }
  })

  it('are found as they were changed, and not as they were', async () => {
    const { track } = ann
    const { id } = await track.items.add({ kind: 'todo', title: 'Ocelot 0', notes: 'spotted', tags: ['cat'] })
    for (let i = 1; i < MANY; i++) {
      await track.items.update({
        id,
        title: `Ocelot ${i}`,
        ...(i % 3 === 0 && { notes: `spot${i}`, tags: [`cat${i}`] }),
      })
      expect(await found(track, `ocelot ${i}`)).toEqual([`Ocelot ${i}`])
      expect(await found(track, `ocelot ${i - 1}`)).toEqual(
        i > 10 && String(i).startsWith(String(i - 1)) ? [`Ocelot ${i}`] : [],
      )
    }
    expect(await found(track, 'cat39 spot39')).toEqual(['Ocelot 39'])
    expect(await found(track, 'spotted')).toEqual([])
    await track.items.remove({ id })
    expect(await found(track, 'ocelot')).toEqual([])
    await track.changes.undo()
    expect(await found(track, 'ocelot')).toEqual(['Ocelot 39'])
  })

  it('are found when the journal no longer has their writes', async () => {
    const { track } = ann
    const { id } = await track.items.add({ kind: 'todo', title: 'Tapir' })
    await track.items.update({ id, title: 'Walrus' })
    server.clock.advance(300 * DAY_MS)
    await track.items.add({ kind: 'todo', title: 'Walrus, too' })
    server.clock.advance(300 * DAY_MS)
    await upkeep(server.deps)
    expect((await track.changes.list()).changes).toHaveLength(1)
    expect(await found(track, 'walrus')).toEqual(['Walrus', 'Walrus, too'])
    expect(await found(track, 'tapir')).toEqual([])
  })

  it('of done and archived projects are found by no search, but in a list of the project', async () => {
    const { track } = ann
    await track.projects.add({ title: 'Boat' })
    await track.items.add({ kind: 'task', title: 'Caulk the hull', project: 'boat' })
    expect(await found(track, 'caulk')).toEqual(['Caulk the hull'])
    await track.projects.update({ slug: 'boat', status: 'archived' })
    expect((await track.search.find({ q: 'caulk' })).items).toEqual([])
    expect((await track.items.list({ q: 'caulk', project: ['boat'] })).items).toHaveLength(1)
  })

  it('are those of a list, whatever was written in what order', async () => {
    const words = ['alder', 'birch', 'cedar', 'alderman']
    const write = fc.record({
      how: fc.constantFrom('add', 'many', 'edit', 'done', 'remove'),
      word: fc.constantFrom(...words),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 20, maxLength: 80 }), async (writes) => {
        const { track } = await server.addAnyUser()
        const titles = new Map<string, string>()
        for (const { how, word } of writes) {
          const id = [...titles.keys()].at(-1)
          if (how === 'many')
            for (const item of await addAll(track, 'todo', Array(34).fill(word))) titles.set(item.id, word)
          else if (how === 'add' || !id) titles.set((await track.items.add({ kind: 'todo', title: word })).id, word)
          else if (how === 'edit') titles.set((await track.items.update({ id, title: word })).id, word)
          else if (how === 'done') await track.items.done({ id })
          else titles.delete((await track.items.remove({ id }), id))
        }
        for (const word of words) {
          const expected = [...titles.values()].filter((title) => title.startsWith(word)).length
          expect((await track.items.list({ q: word, status: 'all', limit: 200 })).items).toHaveLength(
            Math.min(200, expected),
          )
          expect((await track.search.find({ q: word, limit: 200 })).items).toHaveLength(Math.min(200, expected))
        }
      }),
      { numRuns: propertyRuns(12)(variant) },
    )
  })
})
