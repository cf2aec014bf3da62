import { beforeAll, describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import type { Change, Export } from '#contract/types.ts'
import { FIELD_NAMES } from '#domain/fields.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { localTrack } from '#service/local-track.ts'
import { contents, revisionOf } from '#testing/builders.ts'
import { EARLIER_SCHEMAS, upgradedPostgres, upgradedSqlite } from '#testing/earlier-databases.ts'
import { openStream } from '#testing/event-stream.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'

/** On PostgreSQL, which takes the same steps, from the first schema and from a few later ones. */
const SOME_SCHEMAS = EARLIER_SCHEMAS.filter((schema) => schema % 4 === 1 || schema === EARLIER_SCHEMAS.length)
const CASES = [
  ...EARLIER_SCHEMAS.map((schema) => ({ variant: 'http', upgraded: upgradedSqlite, schema }) as const),
  ...SOME_SCHEMAS.map((schema) => ({ variant: 'postgres, direct', upgraded: upgradedPostgres, schema }) as const),
]

/** What each write of the earlier databases was; 8 undid 4. */
const WRITES = [
  'projects.add',
  'features.add',
  'items.add',
  'items.update',
  'items.add',
  'items.done',
  'batch.run',
  'changes.undo',
]

/** Items as somebody knows them who has followed these changes from the first one. */
function replay(changes: readonly Change[]): object[] {
  const items = new Map<string, object>()
  for (const { id, after } of changes.flatMap((change) => change.items!)) {
    if (after) items.set(id, after)
    else items.delete(id)
  }
  return [...items.values()].toSorted(byId)
}
const byId = (a: object, b: object) => ((a as { id: string }).id < (b as { id: string }).id ? -1 : 1)
const allItems = async (track: Track) => (await track.items.list({ status: 'all' })).items.toSorted(byId)

describe.each(CASES)('what schema $schema holds, upgraded, $variant', ({ variant, upgraded, schema }) => {
  const server = useTestServer(variant, { database: () => upgraded(schema), at: '2026-11-24T12:00:00Z' })
  const other = useUser(server, 'other')
  let key: string
  let track: Track
  beforeAll(async () => {
    key = (await localTrack(server.deps).users.rotate({ name: 'admin' })).api_key
    track = server.trackFor(key)
  })

  it('is followed from the first write, with every field', async () => {
    const { changes } = await track.changes.list({ since: 0 })
    expect(changes.map(({ op }) => op)).toEqual([...WRITES, 'users.rotate'])
    expect(replay(changes)).toEqual(await allItems(track))
    for (const state of changes.flatMap(({ items }) => items!.flatMap(({ before, after }) => [before, after])))
      if (state) expect(Object.keys(state)).toEqual(FIELD_NAMES)

    const stream = await openStream(server.url, key, '0')
    for (const change of changes) expect((await stream.next()).data).toEqual(change)
    stream.close()
  })

  it('is found by its words', async () => {
    const found = async (q: string) => (await track.search.find({ q })).items.map(({ title }) => title)
    expect(await found('sand')).toEqual(['Sand it'])
    expect(await found('may')).toEqual(['File taxes'])
    await track.projects.update({ slug: 'boat', status: 'archived' })
    expect(await found('sand')).toEqual([])
    await track.changes.undo()
  })

  it('is exported, and imported as it is, once', async () => {
    const document: Export = await track.data.export()
    const { revision } = await other.track.data.import(document)
    expect(await contents(other.track)).toEqual(await contents(track))
    expect(await track.data.import(document)).toMatchObject({ revision: null, items: { added: 0, unchanged: 4 } })
    await other.track.changes.undo({ revision: revision! })
    expect((await other.track.items.list({ status: 'all' })).items).toEqual([])
  })

  it('is undone write by write to nothing, each redone on the way, and redone to all that there was', async () => {
    const states = [await contents(track)]
    const undone: number[] = []
    for (const revision of [8, 7, 6, 5, 4, 3, 2, 1]) {
      // to undo 8 is to redo 4, which is undone in its turn
      await track.changes.undo({ revision })
      states.push(await contents(track))
      await track.changes.undo({ revision: await revisionOf(track) })
      expect(await contents(track)).toEqual(states.at(-2))
      await track.changes.undo({ revision: await revisionOf(track) })
      expect(await contents(track)).toEqual(states.at(-1))
      undone.push(await revisionOf(track))
    }
    expect(states.at(-1)).toEqual({ items: [], hidden: [], projects: [], features: [] })
    for (const revision of undone.toReversed()) {
      states.pop()
      await track.changes.undo({ revision })
      expect(await contents(track)).toEqual(states.at(-1))
    }
    expect(replay((await track.changes.list({ since: 0, limit: 1000 })).changes)).toEqual(await allItems(track))
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  })
})
