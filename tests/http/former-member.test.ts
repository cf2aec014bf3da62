import { beforeAll, describe, expect, it } from 'vitest'
import { requestFor } from '#client/request.ts'
import { allOperations, type NamedOperation } from '#contract/operations.ts'
import { trackFrom } from '#contract/track.ts'
import { openStream } from '#testing/event-stream.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, prepareFor } from '#testing/own-data.ts'
import type { TestUser } from '#testing/test-server.ts'

const SECRET = /secret/i
const INSIDE = allOperations.filter(({ account }) => !account)
const named = INSIDE.map((operation) => [operation.name, operation] as const)
const MAX_WAIT_MS = 15_000
/** Stored answers and responses that are made on the way to them take longer than a request. */
const TIMEOUT_MS = 120_000

/** A request that a member made, and what came with its response. */
interface Kept {
  input: object
  etag: string | null
}

describe.each(['http', 'postgres, two nodes'] as const)('what a member keeps of a space they leave, %s', (variant) => {
  const server = useTestServer(variant)
  const founder = useUser(server, 'founder')
  const callers = {
    'the former member': useUser(server, 'former'),
    'an owner of another space': useUser(server, 'other'),
  }
  const { 'the former member': former, 'an owner of another space': neighbour } = callers
  const home = { space: 'home' }
  const kept = new Map<string, Kept>()
  const cursors: [NamedOperation, { cursor: string }][] = []
  const eventIds: { home: string[]; all: string[] } = { home: [], all: [] }
  let revision: number
  let requests = 0

  const send = (who: TestUser, operation: NamedOperation, input: object, space: string | undefined, headers = {}) => {
    const url = server.urls[requests++ % server.urls.length]!
    const key = `${operation.name} once`
    const sender = {
      url,
      key: who.key,
      client: 'cli',
      idempotencyKey: () => key,
      ...(space !== undefined && { space }),
    }
    const request = requestFor(operation, input, {}, sender)
    return fetch(request.url, { ...request, headers: { ...request.headers, ...headers } })
  }
  const operationOf = (name: string) => INSIDE.find((operation) => operation.name === name)!

  beforeAll(async () => {
    await founder.track.spaces.add({ name: 'home' })
    await founder.track.members.set({ name: 'home', user: former.name, role: 'member' })
    await former.track.spaces.join({ name: 'home' })
    await neighbour.track.spaces.add({ name: 'club' })
    const inHome = trackFrom(({ name, account }, input, options) =>
      former.track.call(name, input, account ? options : { ...options, ...home }),
    )
    for (const [n, operation] of INSIDE.entries()) {
      const own = await addOneOfEach({ track: inHome }, `Secret${n}`)
      await former.track.spaces.remove({ name: own.space })
      await prepareFor(operation.name, inHome, own, neighbour)
      const input = sampleOf(operation.name).input(own, `mine-${n}`)
      const response = await send(former, operation, input, 'home')
      expect(response.ok, `${operation.name}: ${await response.text()}`).toBe(true)
      kept.set(operation.name, { input, etag: response.headers.get('etag') })
    }
    for (const [name, input] of [
      ['items.list', { limit: 1 }],
      ['search.find', { q: 'secret', limit: 1 }],
    ] as const)
      for (const space of ['home', '*']) {
        const page = (await (await send(former, operationOf(name), input, space)).json()) as { next_cursor: string }
        cursors.push([operationOf(name), { ...input, cursor: page.next_cursor }])
      }
    for (const space of ['home', '*'] as const) {
      const stream = await openStream(server.url, former.key, undefined, space)
      await founder.track.items.add({ kind: 'todo', title: `Secret for ${space}` }, home)
      eventIds[space === '*' ? 'all' : 'home'].push((await stream.next(MAX_WAIT_MS)).id)
      stream.close()
    }
    await founder.track.members.remove({ name: 'home', user: former.name })
    ;({ revision } = await founder.track.spaces.get({ name: 'home' }))
  }, TIMEOUT_MS)

  it.each(named)('opens nothing of it with %s', async (name, operation) => {
    const { input, etag } = kept.get(name)!
    const tags = etag === null ? {} : operation.method === 'GET' ? { 'if-none-match': etag } : { 'if-match': etag }
    for (const [who, caller] of Object.entries(callers))
      for (const headers of [{}, tags]) {
        const refused = await send(caller, operation, input, 'home', headers)
        expect([refused.status, refused.headers.get('etag'), await refused.text()], who).toEqual([
          404,
          null,
          expect.stringContaining('there is no space home') as string,
        ])
        for (const space of [undefined, 'default', '*', ...(caller === neighbour ? ['club'] : [])]) {
          const response = await send(caller, operation, input, space, headers)
          expect(response.status, `${who}, ${space}`).not.toBe(304)
          const answer = await response.text()
          expect(withoutInput(answer, input), `${who}, ${space}`).not.toMatch(SECRET)
        }
      }
    expect((await founder.track.spaces.get({ name: 'home' })).revision).toBe(revision)
  })

  it('has cursors that lead to nothing of it', async () => {
    for (const caller of Object.values(callers))
      for (const [operation, input] of cursors)
        for (const space of [undefined, '*', 'home']) {
          const response = await send(caller, operation, input, space)
          const text = await response.text()
          if (space === 'home') expect(response.status).toBe(404)
          else expect(withoutInput(text, input)).not.toMatch(SECRET)
        }
  })

  it('has ids of events behind which nothing of it comes', async () => {
    for (const caller of Object.values(callers)) {
      for (const id of [...eventIds.home, ...eventIds.all])
        expect((await openStream(server.url, caller.key, id, 'home')).response.status).toBe(404)
      for (const id of eventIds.all) {
        const stream = await openStream(server.url, caller.key, id, '*')
        await founder.track.items.add({ kind: 'todo', title: 'Secret, later' }, home)
        await caller.track.items.add({ kind: 'todo', title: 'Mine' })
        const heard: string[] = []
        while (!heard.at(-1)?.includes('Mine')) heard.push(JSON.stringify(await stream.next(MAX_WAIT_MS)))
        expect(heard.find((one) => SECRET.test(one))).toBeUndefined()
        stream.close()
      }
    }
  })

  it('is closed to what one would move into it', async () => {
    for (const { track } of Object.values(callers)) {
      const { id } = await track.items.add({ kind: 'todo', title: 'Mine' })
      for (const options of [{}, { idempotencyKey: 'items.convert once' }])
        await expect(track.items.convert({ id, space: 'home' }, options)).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

/** An answer without the values of the input, which refusals name. */
function withoutInput(answer: string, input: object): string {
  const values: string[] = []
  JSON.stringify(input, (_, value: unknown) => {
    if (typeof value === 'string') values.push(value)
    return value
  })
  return values.toSorted((a, b) => b.length - a.length).reduce((rest, value) => rest.replaceAll(value, ''), answer)
}
