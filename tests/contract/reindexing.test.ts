import { describe, expect, it } from 'vitest'
import { reindexAll } from '#service/reindexing.ts'
import { runSteps } from '#store/run-steps.ts'
import { addAll, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const NUMBERS = Array.from({ length: 250 }, (_, i) => `walrus ${i}`)

describe.each(VARIANTS)('words that an upgrade makes anew, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)

  /** As an upgrade leaves a space: its index has none of the words yet, from an id on. */
  async function forgetWords(ids: readonly string[], reindexedTo = '') {
    const { engine } = server.deps
    await engine.write(`user ${ann.id}`, async (db) => {
      const lost = ids.filter((id) => id > reindexedTo)
      await runSteps(engine.fullText.remove(db, ann.spaceId, lost))
      await db.updateTable('spaces').set({ reindexed_to: reindexedTo }).where('space_id', '=', ann.spaceId).execute()
    })
  }
  const stateOf = async () => {
    const select = server.deps.engine.read.selectFrom('spaces').where('space_id', '=', ann.spaceId)
    return (await select.select(['reindexed_to', 'revision']).executeTakeFirstOrThrow()) as { reindexed_to: unknown }
  }
  const found = async (q: string) => {
    const [all, search] = await Promise.all([
      ann.track.items.list({ q, sort: 'place', limit: 1000 }),
      ann.track.search.find({ q, limit: 1000 }),
    ])
    expect(titles(search.items).toSorted()).toEqual(titles(all.items).toSorted())
    return titles(all.items)
  }

  it('are found by every search meanwhile, and kept', async () => {
    const ids = (await addAll(ann.track, 'todo', NUMBERS)).map(({ id }) => id)
    await forgetWords(ids)
    const { revision } = await ann.track.me.get()
    expect(await found('walrus')).toEqual(NUMBERS)
    expect(await stateOf()).toMatchObject({ reindexed_to: null, revision })
    expect(await found('walrus 17')).toHaveLength(11)
  })

  it('go on where they were interrupted', async () => {
    const ids = (await addAll(ann.track, 'todo', NUMBERS)).map(({ id }) => id).toSorted()
    await forgetWords(ids, ids[120])
    expect(await found('walrus')).toEqual(NUMBERS)
  })

  it('are those of what is written meanwhile, too', async () => {
    const items = await addAll(ann.track, 'todo', NUMBERS)
    await forgetWords(items.map(({ id }) => id))
    await Promise.all([
      reindexAll(server.deps, () => false),
      ...items.slice(0, 60).map(({ id }, i) => ann.track.items.update({ id, title: `seal ${i}` })),
      ann.track.items.remove({ id: items[100]!.id }),
      ann.track.items.add({ kind: 'todo', title: 'seal, new' }),
    ])
    expect(await found('seal')).toHaveLength(61)
    expect(await found('walrus')).toEqual(NUMBERS.filter((_, i) => i >= 60 && i !== 100))
    expect(await stateOf()).toMatchObject({ reindexed_to: null })
  })

  it('are made by the server itself, for everyone, unless it stops', async () => {
    const ids = (await addAll(ann.track, 'todo', NUMBERS)).map(({ id }) => id)
    await forgetWords(ids)
    await reindexAll(server.deps, () => true)
    expect(await stateOf()).toMatchObject({ reindexed_to: '' })
    await reindexAll(server.deps, () => false)
    expect(await stateOf()).toMatchObject({ reindexed_to: null })
  })
})
