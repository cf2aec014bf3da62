import { beforeAll, describe, expect, it } from 'vitest'
import { requestFor } from '#client/request.ts'
import { allOperations, type NamedOperation } from '#contract/operations.ts'
import { type Track, trackFrom } from '#contract/track.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, type OwnData } from '#testing/own-data.ts'
import { type TestUser, usesHttp } from '#testing/test-server.ts'

const SECRET = /secret/i
/** Operations on what is in a space. */
const INSIDE = allOperations.filter(({ account }) => !account)
const READS = INSIDE.filter(({ method }) => method === 'GET')
/** Those on a space itself that only its owners may call. */
const OWNERS = allOperations.filter(({ fails }) => (fails as readonly string[]).includes('forbidden'))
const named = (operations: readonly NamedOperation[]) =>
  operations.map((operation) => [operation.name, operation] as const)

/** The Track of a user in a space. */
const within = ({ track }: Pick<TestUser, 'track'>, space: string): Track =>
  trackFrom(({ name, account }, input, options) => track.call(name, input, account ? options : { ...options, space }))

describe.each(['direct', 'http', 'postgres, direct', 'postgres, two nodes'] as const)(
  'a shared space, %s',
  (variant) => {
    const server = useTestServer(variant)
    const owner = useUser(server, 'owner')
    const member = useUser(server, 'member')
    const outsiders = {
      'a stranger': useUser(server, 'stranger'),
      'an administrator': useUser(server, 'root', { role: 'admin' }),
      'a former member': useUser(server, 'former'),
      'the former owner': useUser(server, 'founder'),
      'someone who is invited': useUser(server, 'invited'),
      'an owner of another space': useUser(server, 'neighbour'),
    }
    const callers = Object.entries(outsiders)
    let id: string
    let theirs: OwnData
    /** ETags of the reads as a member had them, by operation, and what the journal holds. */
    const etags = new Map<string, string>()
    let before: unknown

    const state = async () => {
      const track = within(owner, 'home')
      const { exported_at: _, ...document } = await track.data.export()
      return {
        document,
        changes: await track.changes.list({ limit: 1000 }),
        space: await track.spaces.get({ name: 'home' }),
      }
    }
    const send = (who: TestUser, operation: NamedOperation, space: string, headers: object = {}) => {
      const input = sampleOf(operation.name).input(theirs, 'owner')
      const sender = { url: server.url, key: who.key, client: 'cli', idempotencyKey: () => 'once', space }
      const { url, method, body, headers: usual } = requestFor(operation, input, {}, sender)
      return fetch(url, { method, body, headers: { ...usual, ...headers } })
    }

    beforeAll(async () => {
      const { 'a former member': former, 'the former owner': founder } = outsiders
      const invite = (by: TestUser, name: string) => by.track.members.set({ name: 'home', user: name, role: 'member' })
      ;({ id } = await founder.track.spaces.add({ name: 'home' }))
      for (const one of [owner, member, former]) {
        await invite(founder, one.name)
        await one.track.spaces.join({ name: 'home' })
      }
      await outsiders['an owner of another space'].track.spaces.add({ name: 'club' })
      theirs = await addOneOfEach({ track: within(owner, 'home') })
      if (usesHttp(variant))
        for (const operation of READS) {
          const response = await send(former, operation, 'home')
          expect(response.status, operation.name).toBe(200)
          etags.set(operation.name, response.headers.get('etag')!)
          await response.text()
        }
      await founder.track.members.set({ name: 'home', user: owner.name, role: 'owner' })
      await founder.track.members.remove({ name: 'home', user: founder.name })
      await owner.track.members.remove({ name: 'home', user: former.name })
      await invite(owner, outsiders['someone who is invited'].name)
      before = await state()
    })

    it.each(named(INSIDE))('%s is closed to all who are no members', async (name, operation) => {
      for (const [who, caller] of callers) {
        for (const space of ['home', id]) {
          const call = caller.track.call(name, sampleOf(name).input(theirs, 'x'), { space })
          await expect(call, `${who}, ${space}`).rejects.toMatchObject({
            code: 'not_found',
            message: `there is no space ${space}`,
          })
          if (!usesHttp(variant)) continue
          const known = { 'if-none-match': etags.get(name) ?? '*', 'if-match': '*' }
          const response = await send(caller, operation, space, known)
          expect(response.status, `${who}, ${space}`).toBe(404)
          expect([response.headers.get('etag'), response.headers.get('track-revision')]).toEqual([null, null])
          expect(await response.text()).not.toMatch(SECRET)
        }
      }
      expect(await state()).toEqual(before)
    })

    it.each(named(INSIDE))('%s finds nothing of it in a space of their own', async (name) => {
      const input = sampleOf(name).input(theirs, 'x')
      const isNaming =
        JSON.stringify(input) !==
        JSON.stringify(
          sampleOf(name).input(
            { ...theirs, todo: '', chore: '', other: '', project: '', feature: '', task: '', duty: '', revision: 0 },
            'x',
          ),
        )
      for (const [who, caller] of callers)
        for (const space of [undefined, ...(who === 'an owner of another space' ? ['club'] : [])]) {
          const answer = await caller.track.call(name, input, space === undefined ? {} : { space }).then(
            ({ output }) => JSON.stringify(output) ?? '',
            (error: { code: string; message: string }) => error.code,
          )
          if (isNaming && name !== 'items.list')
            expect(['not_found', 'invalid', 'conflict'], `${who}: ${answer}`).toContain(answer)
          else expect(answer, who).not.toMatch(SECRET)
        }
      expect(await state()).toEqual(before)
    })

    it.each(named(OWNERS))('%s is forbidden to a member, and unknown to others', async (name) => {
      for (const user of [owner.name, member.name]) {
        if (name !== 'spaces.remove' && user === member.name) continue
        const input = { ...sampleOf(name).input({ ...theirs, space: 'home' }, user) }
        await expect(member.track.call(name, input)).rejects.toMatchObject({ code: 'forbidden' })
        for (const [who, { track }] of callers)
          await expect(track.call(name, input), who).rejects.toMatchObject({ code: 'not_found' })
      }
      expect(await state()).toEqual(before)
    })

    it('is told of nowhere else', async () => {
      for (const [who, { name, track, key }] of callers) {
        const { spaces } = await track.me.get()
        const invitation = who === 'someone who is invited' ? [{ name: 'home', role: 'invited' }] : []
        expect(
          spaces.filter((space) => space.name === 'home'),
          who,
        ).toEqual(invitation)
        await expect(track.spaces.get({ name: 'home' }), who).rejects.toMatchObject({ code: 'not_found' })
        await expect(track.members.update({ name: 'home', user: name, called: ['x'] })).rejects.toMatchObject({
          code: 'not_found',
        })
        if (!usesHttp(variant)) continue
        for (const since of ['0', String(theirs.revision)]) {
          const headers = { 'x-track-space': 'home', 'last-event-id': since }
          expect((await server.fetch('/api/events', { key, headers })).status, who).toBe(404)
        }
      }
    })
  },
)
