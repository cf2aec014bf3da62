import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStream, type EventStream } from '#testing/event-stream.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

/** On a busy machine. */
const TIMEOUT_MS = 120_000
const MAX_WAIT_MS = 15_000
/** Together more than what connections keep unread. */
const ITEMS = 240
const NOTES = 'secret '.repeat(9000)

describe.each(['http', 'postgres, two nodes'] as const)('a member who is expelled in flight, %s', (variant) => {
  const server = useTestServer(variant)
  const [ann, ben] = [useNewUser(server), useNewUser(server)]
  let n = 0
  let home: string
  let streams: EventStream[] = []
  const items = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: `t-${i.toString(16).padStart(4, '0')}`,
      kind: 'todo' as const,
      title: `secret ${i}`,
      due: '2026-03-10',
      notes: NOTES,
      created_at: '2026-03-01T12:00:00.000Z',
    }))
  const fill = (count: number) =>
    ann.track.data.import(
      { format: 'track', version: 1, projects: [], features: [], items: items(count) },
      { space: home },
    )
  const expel = () => ann.track.members.remove({ name: home, user: ben.name })
  const read = async (path: string, init: { key?: string; headers?: Record<string, string> } = {}) => {
    try {
      const response = await server.fetch(path, init)
      return { status: response.status, text: await response.text() }
    } catch {
      return { status: 'broken off', text: '' }
    }
  }
  const get = (path: string, space = home) => read(path, { key: ben.key, headers: { 'x-track-space': space } })
  const feed = (key: string) => read(`/calendar.ics?key=${key}`)

  beforeEach(async () => {
    home = `home-${++n}`
    await ann.track.spaces.add({ name: home })
    await ann.track.members.set({ name: home, user: ben.name, role: 'member' })
    await ben.track.spaces.join({ name: home })
  })
  afterEach(() => {
    for (const stream of streams) stream.close()
    streams = []
  })

  /** Begins a request whose body is kept back; `end` sends it. */
  const begin = (method: string, path: string, body: object) => {
    const { hostname, port } = new URL(server.url)
    const text = JSON.stringify(body)
    const headers = {
      'x-track-key': ben.key,
      'x-track-space': home,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    }
    const sent = request({ hostname, port, path, method, headers, agent: false })
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>
    answered.catch(() => {})
    sent.flushHeaders()
    sent.write(text.slice(0, 1))
    return async () => {
      sent.end(text.slice(1))
      const [response] = await answered
      let answer = ''
      for await (const chunk of response) answer += String(chunk)
      return { status: response.statusCode, answer }
    }
  }

  it('is refused what they kept back, and nothing is written', async () => {
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'secret' }, { space: home })
    const document = { format: 'track', version: 1, projects: [], features: [], items: items(1) }
    const kept = [
      begin('POST', '/api/items', { kind: 'todo', title: 'Mine' }),
      begin('PATCH', `/api/items/${id}`, { priority: 1 }),
      begin('POST', `/api/items/${id}/done`, {}),
      begin('POST', '/api/batch', { operations: [{ op: 'items.start', input: { id } }] }),
      begin('POST', '/api/import', document),
      begin('POST', '/api/undo', {}),
    ]
    await get('/api/today') // they have been begun
    await expel()
    const { revision } = await ann.track.spaces.get({ name: home })
    for (const end of kept) {
      const { status, answer } = await end()
      expect([status, JSON.parse(answer)]).toMatchObject([404, { detail: `there is no space ${home}` }])
    }
    expect((await ann.track.spaces.get({ name: home })).revision).toBe(revision)
  })

  it('gets nothing of reads that wait for their turn', { timeout: TIMEOUT_MS }, async () => {
    await fill(60)
    const { feed_key: key } = await ben.track.calendar.get({}, { space: home })
    const { feed_key: keyOfAll } = await ben.track.calendar.get({}, { space: '*' })
    const reads = [`/api/items`, '/api/today', '/api/changes?since=0', '/api/search?q=secret', '/api/export']
    const first = get(reads[0]!)
    const waiting = [...reads, ...reads].map((path) => get(path))
    const waitingInAll = ['/api/items', '/api/today', '/api/items'].map((path) => get(path, '*'))
    const feeds = [key, keyOfAll].map(feed)
    await first
    await expel()
    await ann.track.items.add({ kind: 'todo', title: 'later', due: '2026-03-10' }, { space: home })
    for (const { text } of await Promise.all([...waiting, ...waitingInAll, ...feeds]))
      expect(text).not.toContain('later')
    const statuses = (await Promise.all(waiting)).map(({ status }) => status)
    expect(statuses.at(-1)).toBe(404)
    const last = (await Promise.all(waitingInAll)).at(-1)!
    expect(last.status).toBe(200)
    expect(last.text).not.toContain('secret')
    expect((await feed(key)).status).toBe(401)
    expect(await feed(keyOfAll)).toEqual({ status: 200, text: expect.not.stringContaining('secret') as string })
  })

  it('gets no more of a long answer that is being sent', { timeout: TIMEOUT_MS }, async () => {
    await fill(ITEMS)
    const { feed_key: key } = await ben.track.calendar.get({}, { space: home })
    const { hostname, port } = new URL(server.url)
    const headers = { 'x-track-key': ben.key, 'x-track-space': home }
    const begun = ['/api/export', `/calendar.ics?key=${key}`].map(async (path) => {
      const sent = request({ hostname, port, path, headers, agent: false }).end()
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      return response
    })
    const responses = await Promise.all(begun)
    expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    await expel()
    for (const response of responses) expect(await isCut(response), response.headers['content-type']).toBe(true)
  })

  it('gets nothing more by any stream', async () => {
    for (const space of [home, '*'])
      for (const url of server.urls) streams.push(await openStream(url, ben.key, undefined, space))
    await expel()
    for (let i = 0; i < 5; i++) await ann.track.items.add({ kind: 'todo', title: `secret ${i}` }, { space: home })
    await ben.track.items.add({ kind: 'todo', title: 'Mine' })
    for (const [i, stream] of streams.entries()) {
      const heard: string[] = []
      if (i < server.urls.length) {
        await stream.ended(MAX_WAIT_MS)
        continue
      }
      while (!heard.at(-1)?.includes('Mine')) heard.push(JSON.stringify(await stream.next(MAX_WAIT_MS)))
      expect(heard.join()).not.toContain('secret')
    }
  })
})

/** Whether a response that is read from now on breaks off. */
async function isCut(response: IncomingMessage): Promise<boolean> {
  try {
    for await (const _ of response);
    return !response.complete
  } catch {
    return true
  }
}
