import { beforeAll, describe, expect, it } from 'vitest'
import { allOperations, type OperationName } from '#contract/operations.ts'
import { describeWrite, originalOperation, type WriteDescription } from '#contract/sentences.ts'
import type { Track } from '#contract/track.ts'
import { contents, revisionOf } from '#testing/builders.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { usesHttp, VARIANTS } from '#testing/test-server.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, NOTHING, type OwnData, prepareFor } from '#testing/own-data.ts'

const named = allOperations.map((operation) => [operation.name, operation] as const)
const writes = named.filter(([, { method }]) => method !== 'GET')
const reads = named.filter(([, { method }]) => method === 'GET')
/** Verb and titles: `undid: removed Boat + changed Paint`; what came along by the alphabet, since ids are random. */
function sentenceOf({ undo, verb, subjects, object, along }: WriteDescription): string {
  const about = [object, subjects.map(({ title }) => title).join(', ')].filter(Boolean).join(': ')
  const others = along.map((other) => `${other.verb} ${other.title}`).toSorted()
  return `${undo ? `${undo}: ` : ''}${[`${verb} ${about}`, ...others].join(' + ')}`
}

async function newestSentence(track: Track): Promise<string> {
  const { changes } = await track.changes.list()
  return sentenceOf(describeWrite(changes[0]!, originalOperation(changes[0]!, changes)))
}

describe.each(VARIANTS)('each operation, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin' })
  const stranger = useUser(server, 'stranger')
  let rootsOwn: OwnData
  let rootsContents: Awaited<ReturnType<typeof contents>>
  beforeAll(async () => {
    rootsOwn = await addOneOfEach(root)
    rootsContents = await contents(root.track)
  })

  /** A user with one of everything, as an operation needs it, and the name of another user. */
  async function ready(operation: OperationName, role: 'user' | 'admin') {
    const { track } = await server.addAnyUser({ role: role === 'admin' ? 'admin' : 'member' })
    const own = await addOneOfEach({ track })
    const other = await server.addAnyUser()
    await prepareFor(operation, track, own, other)
    return { track, own, name: other.name }
  }

  it.each(reads)('%s answers what the contract says', async (operation, { role }) => {
    const { track, own, name } = await ready(operation, role)
    const before = await revisionOf(track)
    await track.call(operation, sampleOf(operation).input(own, name))
    expect(await revisionOf(track)).toBe(before)
  })

  it.each(writes)(
    '%s answers what the contract says, and histories describe it, its undo and redo',
    async (operation, { role, did }) => {
      const { track, own, name } = await ready(operation, role)
      const before = await revisionOf(track)
      const { sentence } = sampleOf(operation)
      const { revision } = await track.call(operation, sampleOf(operation).input(own, name))
      expect(await revisionOf(track)).toBeGreaterThan(before)
      const newest = async () => (await newestSentence(track)).replaceAll(name, 'NAME')
      expect(await newest()).toBe(sentence)
      const changesEntities = !Array.isArray(did)
      if (!changesEntities || operation === 'changes.undo') return
      await track.changes.undo({ revision: revision! })
      expect(await newest()).toBe(`undid: ${sentence}`)
      await track.changes.undo({ redo: true })
      expect(await newest()).toBe(`redid: ${sentence}`)
    },
  )

  it.each(named)('%s refuses an unknown field, and changes nothing', async (operation) => {
    const call = root.track.call(operation, { ...sampleOf(operation).input(rootsOwn, 'stranger'), colour: 'red' })
    await expect(call).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: expect.arrayContaining([expect.objectContaining({ path: 'colour' })]) },
    })
    expect(await contents(root.track)).toEqual(rootsContents)
    expect(await revisionOf(root.track)).toBe(rootsOwn.revision)
  })

  it.each(named.filter(([, operation]) => operation.role === 'admin'))(
    '%s is refused to a member, before the input is looked at',
    async (operation, { verb }) => {
      const { track } = stranger
      const users = await root.track.users.list()
      for (const input of [sampleOf(operation).input(NOTHING, 'root'), { colour: 'red' }, {}]) {
        if (usesHttp(variant) && !('name' in input) && !['list', 'add'].includes(verb)) continue
        await expect(track.call(operation, input)).rejects.toMatchObject({
          code: 'forbidden',
          message: 'only an administrator can do this',
        })
      }
      expect(await root.track.users.list()).toEqual(users)
      expect(await revisionOf(track)).toBe(0)
    },
  )

  it('never shows what others have', async () => {
    const [victim, stranger] = [await server.addAnyUser(), await server.addAnyUser()]
    await addOneOfEach(victim)
    const { space } = await addOneOfEach(stranger, 'Mine')
    const reads = allOperations.filter((operation) => operation.method === 'GET' && operation.role === 'user')
    const own = await addOneOfEach(await server.addAnyUser())
    const todo = (await stranger.track.items.list({ q: 'todo' })).items[0]!.id
    for (const { name } of reads) {
      const input = sampleOf(name).input({ ...own, project: 'mine-boat', todo, space }, 'x')
      expect(JSON.stringify(await stranger.track.call(name, input)), name).not.toMatch(/secret/i)
    }
    for (const q of ['secret', 's', 'todo secret']) expect((await stranger.track.search.find({ q })).items).toEqual([])
    expect((await stranger.track.items.list({ tag: 'secret', status: 'all' })).items).toEqual([])
    const feed = await (await server.fetch(`/calendar.ics?key=${stranger.key}&all=1`)).text()
    expect(feed).toContain('Mine todo')
    expect(feed).not.toMatch(/secret/i)
    expect((await server.fetch(`/calendar.ics?key=${stranger.key}&project=secret-boat`)).status).toBe(404)
  })

  it('keeps apart users who have the same ids, slugs and words', async () => {
    const [ann, bob] = [await server.addAnyUser(), await server.addAnyUser()]
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'Same words' })
    const twin = await bob.track.items.add({ kind: 'todo', title: 'Same words' })
    await server.deps.engine.write(
      'users',
      async (db) =>
        void (await db
          .updateTable('items')
          .set({ id })
          .where('space_id', '=', bob.spaceId)
          .where('id', '=', twin.id)
          .execute()),
    )
    await bob.track.items.update({ id, notes: 'his own' }) // so that his journal has that id, too
    for (const { track } of [ann, bob]) await track.projects.add({ title: 'Boat' })
    await ann.track.items.update({ id, title: 'Ann has this', tags: ['ann'] })
    await ann.track.projects.update({ slug: 'boat', title: "Ann's" })
    expect(await bob.track.items.get({ id })).toMatchObject({ title: 'Same words', tags: [] })
    expect(await bob.track.projects.get({ slug: 'boat' })).toMatchObject({ title: 'Boat' })
    expect((await bob.track.search.find({ q: 'ann' })).items).toEqual([])
    await ann.track.items.remove({ id })
    await ann.track.projects.remove({ slug: 'boat' })
    expect(await bob.track.items.get({ id })).toMatchObject({ title: 'Same words' })
    expect((await bob.track.search.find({ q: 'same' })).items).toHaveLength(1)
    await bob.track.items.done({ id })
    expect(await revisionOf(bob.track)).toBe(4)
  })
})
