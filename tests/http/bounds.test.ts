import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { addAll } from '#testing/builders.ts'
import { openStream } from '#testing/event-stream.ts'
import { serverForThisTest } from '#testing/fixtures.ts'
import type { TestServer } from '#testing/test-server.ts'

let server: TestServer
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** A connection that is opened with `text`, and what comes back before it is closed. */
function opened(text: string): { socket: Socket; answer: Promise<string>; closed(): boolean } {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname, () => socket.write(text))
  sockets.push(socket)
  let got = ''
  let over = false
  const answer = new Promise<string>((resolve) => {
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => (got += chunk.toString()))
    socket.on('close', () => resolve(((over = true), got)))
  })
  return { socket, answer, closed: () => over }
}

/** A connection once something of its answer has come. */
async function answered<T extends ReturnType<typeof opened>>(connection: T): Promise<T> {
  await new Promise((came) => connection.socket.once('data', came))
  return connection
}

/** One that asks and then reads nothing of the answer. */
function stalled(path: string, key: string): Socket {
  const { socket } = opened(`GET ${path} HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\n\r\n`)
  socket.pause()
  return socket
}

/** More than the system takes in for a reader that does not read. */
async function fill(track: Awaited<ReturnType<TestServer['addUser']>>['track']): Promise<void> {
  const notes = 'x'.repeat(60_000)
  for (let i = 0; i < 35; i++)
    await addAll(
      track,
      'todo',
      Array.from({ length: 16 }, (_, n) => `${n}`),
      { notes },
    )
}
/** A request whose answer has 7 MB, which are held until they are read. */
async function longWrite({ key, track }: Awaited<ReturnType<TestServer['addUser']>>): Promise<string> {
  const items = await addAll(track, 'todo', ['a', 'b'], { notes: 'n'.repeat(60_000) })
  const operations = Array.from({ length: 120 }, (_, n) => ({ op: 'items.reopen', input: { id: items[n % 2]!.id } }))
  const body = JSON.stringify({ operations })
  const head = `POST /api/batch HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\ncontent-type: application/json`
  return `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

const LARGE = '/api/export'
const statusOf = async (key: string, path = '/api/me') => (await server.fetch(path, { key })).status
const connections = () =>
  new Promise<number>((done) => server.assembly.app.server.getConnections((_error, count) => done(count)))

describe('a client that is slow', () => {
  it('with its headers is let go in time', async () => {
    server = await serverForThisTest('http', { bounds: { headersMs: 200, requestMs: 400 } })
    const { answer } = opened('GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ')
    const text = await answer
    expect(text).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
    expect(JSON.parse(text.split('\r\n\r\n')[1]!)).toMatchObject({
      status: 408,
      detail: 'the request did not come in time',
    })
  })

  it('with its body is let go in time, and nothing is done', async () => {
    server = await serverForThisTest('http', { bounds: { headersMs: 200, requestMs: 400 } })
    const { key, track } = await server.addUser('ann')
    const { socket, answer } = opened(
      `POST /api/items HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\n` +
        'content-type: application/json\r\ncontent-length: 40\r\n\r\n{"kind":"todo",',
    )
    const dripping = setInterval(() => socket.write(' '), 50)
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /)
    clearInterval(dripping)
    expect((await track.items.list()).items).toEqual([])
  })

  it('to say anything at all is let go', async () => {
    server = await serverForThisTest('http', { bounds: { idleMs: 200 } })
    await opened('').answer
    expect(await connections()).toBe(0)
  })
})

describe('a reader that does not read', () => {
  it('is let go in time, and what waits for it is bounded by user', async () => {
    server = await serverForThisTest('http', {
      bounds: { answerMs: 4000, answerPace: 1e12, unsentBytes: 4 * 1024 * 1024 },
    })
    const [ann, bob] = [await server.addUser('ann'), await server.addUser('bob')]
    ;(await answered(opened(await longWrite(ann)))).socket.pause()
    await expect.poll(() => statusOf(ann.key)).toBe(429)
    const refused = await server.fetch('/api/me', { key: ann.key })
    expect([refused.headers.get('retry-after'), (await refused.json()) as object]).toMatchObject([
      '5',
      { detail: 'too many answers to this key wait to be read' },
    ])
    expect(await statusOf(bob.key)).toBe(200)
    await expect.poll(() => statusOf(ann.key), { timeout: 20_000 }).toBe(200) // the reader was let go
  })

  it('takes no more than its share of requests at once', async () => {
    server = await serverForThisTest('http', { bounds: { requests: 3 } })
    const [ann, bob] = [await server.addUser('ann'), await server.addUser('bob')]
    await fill(ann.track)
    const readers = Array.from({ length: 3 }, () => stalled(LARGE, ann.key))
    await expect.poll(() => statusOf(ann.key)).toBe(429)
    const feedKey = (await bob.track.calendar.get()).feed_key
    expect((await server.fetch(`/calendar.ics?key=${ann.key}`)).status).toBe(429)
    expect([await statusOf(bob.key), (await server.fetch(`/calendar.ics?key=${feedKey}`)).status]).toEqual([200, 200])
    for (const reader of readers) reader.destroy()
    await expect.poll(() => statusOf(ann.key)).toBe(200)
  })

  it('costs nothing when it reads after all', async () => {
    server = await serverForThisTest('http', { bounds: { answerMs: 20_000 } })
    const { key, track } = await server.addUser('ann')
    await fill(track)
    const reader = stalled(LARGE, key)
    await new Promise((done) => setTimeout(done, 200))
    let bytes = 0
    reader.on('data', (chunk: Buffer) => (bytes += chunk.length))
    reader.resume()
    await expect.poll(() => bytes, { timeout: 15_000 }).toBeGreaterThan(5 * 1024 * 1024)
    for (let i = 0; i < 10; i++) expect(await statusOf(key)).toBe(200)
  })
})

describe('a connection on which nothing moves', () => {
  it('ends in time, though part of an answer has left', async () => {
    server = await serverForThisTest('http', { bounds: { idleMs: 1500 } })
    const { key, track } = await server.addUser('ann')
    await fill(track)
    stalled(LARGE, key)
    await expect.poll(connections).toBeGreaterThan(0)
    await expect.poll(connections, { timeout: 15_000 }).toBe(0)
  })

  it('goes on while its request is worked on, or waits for its turn', async () => {
    server = await serverForThisTest('http', { bounds: { idleMs: 1000 } })
    const { id, key } = await server.addUser('ann')
    const { close } = await server.deps.engine.snapshot(id) // a user has one at a time
    const waiting = opened(`GET /api/export HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\n\r\n`)
    const worked = answered(waiting)
    await new Promise((done) => setTimeout(done, 2500))
    expect([waiting.closed(), waiting.socket.bytesRead]).toEqual([false, 0])
    close()
    await worked
    await expect.poll(waiting.closed).toBe(true) // it has nothing to wait for any more
  })

  it('goes on while something moves, however slowly', async () => {
    server = await serverForThisTest('http', { bounds: { idleMs: 1000 } })
    const { socket, closed } = opened('GET /healthz HTTP/1.1\r\nhost: x\r\n')
    const dripping = setInterval(() => socket.write('x: y\r\n'), 100)
    await new Promise((done) => setTimeout(done, 2500))
    expect(closed()).toBe(false)
    clearInterval(dripping)
    await expect.poll(closed).toBe(true)
  })
})

describe('unread bytes', () => {
  it('of all streams of a user count together: the most unread streams end, those that are read go on', async () => {
    server = await serverForThisTest('http', { bounds: { unreadBytes: 4 * 1024 * 1024 } })
    const [ann, bob] = [await server.addUser('ann'), await server.addUser('bob')]
    const { live } = server.assembly
    for (let i = 0; i < 6; i++) stalled('/api/events', ann.key)
    stalled('/api/events', bob.key)
    const read = await openStream(server.url, ann.key)
    await expect.poll(() => [live.count(ann.id), live.count(bob.id)]).toEqual([7, 1])
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'x', notes: 'n'.repeat(60_000) })
    for (let i = 0; i < 200 && live.count(ann.id) > 3; i++) await ann.track.items.update({ id, title: `${i}` })
    expect([live.count(ann.id), live.count(bob.id)]).toEqual([3, 1]) // long before each of them holds 4 MiB
    const { revision } = await ann.track.me.get()
    for (let last = 0; last < revision; last++) expect((await read.next()).id).toBe(`${last + 1}`)
    read.close()
  })

  it('of answers to writes count before they are sent', async () => {
    server = await serverForThisTest('http', { bounds: { unreadBytes: 16 * 1024 * 1024, unsentBytes: Infinity } })
    const ann = await server.addUser('ann')
    const request = await longWrite(ann)
    for (let i = 0; i < 6; i++) (await answered(opened(request))).socket.pause()
    await expect.poll(connections).toBeLessThan(4) // two answers, and the connection of this test
    expect(await statusOf(ann.key)).toBe(200)
  })
})

describe('open streams', () => {
  it('are so many for a user, and so many for all, then 429', async () => {
    server = await serverForThisTest('http', { bounds: { streams: 3, allStreams: 5 } })
    const people = [await server.addUser('ann'), await server.addUser('bob')]
    const follow = async (key: string) => {
      const stream = await fetch(`${server.url}/api/events`, { headers: { 'x-track-key': key } })
      return { status: stream.status, wait: stream.headers.get('retry-after'), stop: () => stream.body!.cancel() }
    }
    const streams = []
    for (const { key } of people) for (let i = 0; i < 4; i++) streams.push(await follow(key))
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 429, 200, 200, 429, 429])
    expect(streams[3]!.wait).toBe('60')
    await streams[0]!.stop()
    await expect.poll(async () => (await follow(people[1]!.key)).status).toBe(200)
  })

  it('of all spaces count once for each', async () => {
    server = await serverForThisTest('http', { bounds: { streams: 5, allStreams: 100 } })
    const { key, track } = await server.addUser('ann')
    for (const name of ['home', 'club']) await track.spaces.add({ name })
    const follow = async (space: string) =>
      (await fetch(`${server.url}/api/events`, { headers: { 'x-track-key': key, 'x-track-space': space } })).status
    expect([await follow('*'), await follow('*'), await follow('*')]).toEqual([200, 200, 429])
    expect(await follow('home')).toBe(429)
  })
})

describe('connections', () => {
  it('are so many; then the idlest that has shown no key ends, never the newest', async () => {
    server = await serverForThisTest('http', { bounds: { connections: 3 } })
    const { key } = await server.addUser('ann')
    const withKey = await answered(opened(`GET /api/me HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\n\r\n`))
    const idle = [opened(''), opened('')]
    await expect.poll(connections).toBe(3)
    const newest = await answered(opened('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'))
    await expect.poll(() => idle.map(({ closed }) => closed())).toEqual([true, false])
    expect([withKey.closed(), newest.closed()]).toEqual([false, false])
  })

  it('of one address without a key are fewer', async () => {
    server = await serverForThisTest('http', { bounds: { keylessConnections: 2 } })
    const { key } = await server.addUser('ann')
    const withKey = await answered(opened(`GET /api/me HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\n\r\n`))
    const idle = opened('')
    await expect.poll(connections).toBe(2)
    const busy = await answered(opened('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'))
    const newest = await answered(opened('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'))
    await expect.poll(idle.closed).toBe(true)
    expect([withKey.closed(), busy.closed(), newest.closed()]).toEqual([false, false, false])
  })

  it('of one user are so many, and no others end for them', async () => {
    server = await serverForThisTest('http', { bounds: { connections: 5, userConnections: 3 } })
    const [ann, bob] = [await server.addUser('ann'), await server.addUser('bob')]
    const ask = (key: string) => answered(opened(`GET /api/me HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\n\r\n`))
    const [first, second] = [await ask(bob.key), await ask(bob.key)]
    const anns: Awaited<ReturnType<typeof ask>>[] = []
    for (let i = 0; i < 4; i++) anns.push(await ask(ann.key))
    await expect.poll(() => anns.map(({ closed }) => closed())).toEqual([true, false, false, false])
    const newest = await answered(opened('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'))
    await expect.poll(() => anns.map(({ closed }) => closed())).toEqual([true, true, false, false])
    expect([first, second, newest].map(({ closed }) => closed())).toEqual([false, false, false])
  })
})
