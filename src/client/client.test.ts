import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Track } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import { client } from './client.ts'
import { fetchTransport } from './fetch-transport.ts'
import { nodeTransport } from './node-transport.ts'
import { NoResponseError, type Transport } from './transport.ts'

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}
type Script = (seen: Seen, answer: Parameters<RequestListener>[1], nth: number) => void

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A client of a server that answers as scripted; waiting costs no time and is written down. */
async function talking(script: Script, transport: Transport = nodeTransport()) {
  const seen: Seen[] = []
  const server = createServer((request, answer) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      seen.push({ method: request.method!, url: request.url!, headers: request.headers, body })
      script(seen.at(-1)!, answer, seen.length)
    })
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { ...clientOf(url, transport), seen, url, server }
}

function clientOf(url: string, transport: Transport = nodeTransport()): { track: Track; waits: number[] } {
  const waits: number[] = []
  let now = 1_000_000
  let keys = 0
  const track = client({
    url,
    key: 'trk_x',
    client: 'cli',
    transport,
    idempotencyKey: () => `key-${++keys}`,
    sleep: async (milliseconds) => {
      waits.push(milliseconds)
      now += milliseconds
    },
    now: () => now,
  })
  return { track, waits }
}

const json = (
  answer: Parameters<RequestListener>[1],
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  answer.writeHead(status, { 'content-type': 'application/json', vary: 'x-track-key', ...headers })
  answer.end(JSON.stringify(body))
}
const problem = (code: string, status: number, more: object = {}) => ({
  type: `urn:track:problem:${code}`,
  title: 'x',
  status,
  detail: `it is ${code}`,
  code,
  ...more,
})

async function failure(work: Promise<unknown>): Promise<TrackError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(TrackError)
  return error as TrackError
}

test('path parameters leave the input, the rest of a read travels in the query, arrays joined by commas', async () => {
  const { track, seen } = await talking((_, answer) => json(answer, 200, { items: [], next_cursor: null }))
  await track.items.list({ kind: ['gift', 'shopping'], tag: 'a b&c', limit: 5, cursor: undefined })
  expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/items?kind=gift%2Cshopping&tag=a+b%26c&limit=5', body: '' })
  expect(seen[0]!.headers).toMatchObject({ 'x-track-key': 'trk_x', 'x-track-client': 'cli' })
  expect(seen[0]!.headers).not.toHaveProperty('idempotency-key')
})

test('what has no text is refused before it is sent', async () => {
  const { track, seen } = await talking((_, answer) => json(answer, 200, {}))
  for (const odd of [{ toString: '' }, [{ toString: '' }]]) {
    const text = odd as unknown as string
    for (const request of [track.items.get({ id: text }), track.search.find({ q: text })])
      expect(await failure(request)).toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('must be a text'),
      })
  }
  expect(seen).toEqual([])
})

test('the rest of a write travels as JSON, with an idempotency key and If-Match', async () => {
  const { track, seen } = await talking((_, answer) => json(answer, 200, {}))
  await track.items.update({ id: 't-1/?', due: null, title: 'ü', notes: undefined }, { ifMatch: 7 })
  expect(seen[0]).toMatchObject({ method: 'PATCH', url: '/api/items/t-1%2F%3F', body: '{"due":null,"title":"ü"}' })
  expect(seen[0]!.headers).toMatchObject({
    'if-match': '"r7"',
    'idempotency-key': 'key-1',
    'content-type': 'application/json',
  })
  await track.items.start({ id: 't-1' }, { idempotencyKey: 'mine' })
  expect(seen[1]).toMatchObject({ body: '{}', headers: { 'idempotency-key': 'mine' } })
})

test('a removal answers nothing; what it takes beside the path travels in the query', async () => {
  const { track, seen } = await talking((_, answer) => answer.writeHead(204).end())
  expect(await track.projects.remove({ slug: 'a', force: true })).toBeUndefined()
  expect(seen[0]).toMatchObject({ method: 'DELETE', url: '/api/projects/a?force=true' })
})

test.each(['', '.', '..'])('an id "%s" never becomes another path', async (id) => {
  const { track, seen } = await talking((_, answer) => json(answer, 200, {}))
  expect((await failure(track.items.get({ id }))).code).toBe('invalid')
  expect(seen).toEqual([])
})

test('a write without an answer is repeated with the same key', async () => {
  const { track, seen, waits } = await talking((_, answer, nth) => {
    if (nth === 1) answer.destroy()
    else if (nth === 2) answer.writeHead(200, { 'content-length': '100' }).write('{"id"', () => answer.destroy())
    else json(answer, 201, { id: 't-1' })
  })
  expect(await track.items.add({ text: 'x' })).toEqual({ id: 't-1' })
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-1', 'key-1'])
  expect(seen.map(({ body }) => body)).toEqual(Array(3).fill('{"text":"x"}'))
  expect(waits).toEqual([200, 400])
})

test('a write is given up after 10 s, a read after three attempts', async () => {
  const { track, seen, waits, url } = await talking((_, answer) => answer.destroy())
  expect(await failure(track.items.start({ id: 't-1' }))).toMatchObject({
    code: 'unavailable',
    message: `no answer from ${url}: the connection was closed; it is not known whether it was done`,
  })
  const waited = waits.reduce((sum, wait) => sum + wait, 0)
  expect(waited).toBeGreaterThan(7_000)
  expect(waited).toBeLessThanOrEqual(10_000)
  seen.length = 0
  await failure(track.items.get({ id: 't-1' }))
  expect(seen).toHaveLength(3)
})

describe('a write', () => {
  const UNKNOWN = 'it is not known whether it was done'

  test('whose repetition is refused for another reason may have been done by its first attempt', async () => {
    for (const [status, code] of [
      [401, 'unauthenticated'],
      [403, 'forbidden'],
      [429, 'rate_limited'],
      [503, 'unavailable'],
    ] as const) {
      const { track } = await talking((_, answer, nth) => {
        if (nth === 1) answer.destroy()
        else json(answer, status, problem(code, status), { 'retry-after': '60' })
      })
      expect(await failure(track.users.rotate({ name: 'admin' }))).toMatchObject({
        code: 'unavailable',
        message: `it is ${code}; ${UNKNOWN}`,
      })
    }
  })

  test.each([502, 504])('that a proxy got no answer to (%i) may have been done', async (status) => {
    const { track } = await talking((_, answer) => answer.writeHead(status).end('no answer'))
    expect((await failure(track.items.start({ id: 't-1' }))).message).toContain(UNKNOWN)
  })

  test('is not done where Track refuses what was sent, or the request never left', async () => {
    const { track, url, server } = await talking((_, answer, nth) => {
      if (nth === 1) answer.destroy()
      else json(answer, 409, problem('conflict', 409))
    })
    expect(await failure(track.users.add({ name: 'ryan' }))).toMatchObject({
      code: 'conflict',
      message: 'it is conflict',
    })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    const { message } = await failure(clientOf(url).track.users.add({ name: 'ryan' }))
    expect(message).toBe(`no answer from ${url}: connection refused`)
  })

  test('of users is waited for a minute, unless the server cannot be reached', async () => {
    const idle: number[] = []
    const waiting = (failure: NoResponseError) => {
      idle.length = 0
      return clientOf('http://track.test', async ({ idleTimeoutMs }) => {
        idle.push(idleTimeoutMs)
        throw failure
      })
    }
    const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
    const silent = waiting(new NoResponseError('nothing came'))
    await failure(silent.track.users.rotate({ name: 'ryan' }))
    expect(idle[0]).toBe(60_000)
    expect(sum(silent.waits)).toBeGreaterThan(55_000)
    await failure(silent.track.items.start({ id: 't-1' }))
    expect(idle).toContain(5_000)
    const unreachable = waiting(new NoResponseError('connection refused', { mayHaveArrived: false }))
    await failure(unreachable.track.users.rotate({ name: 'ryan' }))
    expect(sum(unreachable.waits)).toBeLessThanOrEqual(10_000)
  })
})

test('a server that is not there', async () => {
  const { url, server } = await talking(() => {})
  await new Promise((resolve) => server.close(resolve))
  expect((await failure(clientOf(url).track.views.today())).message).toBe(`no answer from ${url}: connection refused`)
  expect((await failure(clientOf('http://nowhere.invalid').track.views.today())).message).toMatch(
    /^no answer from http:\/\/nowhere\.invalid: (there is no host of this name|the host name could not be looked up)$/,
  )
})

test('a silent server: the transport gives up by itself', async () => {
  const { url } = await talking(() => {})
  const attempt = nodeTransport()({ url, method: 'GET', headers: {}, idleTimeoutMs: 60, totalTimeoutMs: 1000 })
  await expect(attempt).rejects.toMatchObject({ name: 'NoResponseError', retryable: true })
})

test('a server that drips its answer is given up as a whole', async () => {
  const { url } = await talking((_, answer) => {
    answer.writeHead(200)
    const drip = setInterval(() => answer.write(' '), 20)
    answer.on('close', () => clearInterval(drip))
  })
  await expect(
    nodeTransport()({ url, method: 'GET', headers: {}, idleTimeoutMs: 1000, totalTimeoutMs: 200 }),
  ).rejects.toMatchObject({
    name: 'NoResponseError',
    message: 'the answer was not whole after 0 s',
  })
})

test('a Retry-After of 0 is no reason to ask without a pause', async () => {
  const { track, waits } = await talking((_, answer) =>
    json(answer, 503, problem('unavailable', 503), { 'retry-after': '0' }),
  )
  expect(await failure(track.items.start({ id: 't-1' }))).toMatchObject({ code: 'unavailable' })
  expect(waits.slice(0, 3)).toEqual([200, 400, 800])
  expect(waits.length).toBeLessThan(10)
})

test.each([429, 503])('%i waits as long as Retry-After says, for reads too', async (status) => {
  const code = status === 429 ? 'rate_limited' : 'unavailable'
  const { track, waits } = await talking((_, answer, nth) =>
    nth === 1 ? json(answer, status, problem(code, status), { 'retry-after': '3' }) : json(answer, 200, { date: 'x' }),
  )
  expect(await track.views.today()).toEqual({ date: 'x' })
  expect(waits).toEqual([3000])
})

test('a Retry-After past the 10 s is not waited for', async () => {
  const { track, waits } = await talking((_, answer) =>
    json(answer, 429, problem('rate_limited', 429, { retry_after: 60 }), { 'retry-after': '60' }),
  )
  expect(await failure(track.items.start({ id: 't-1' }))).toMatchObject({
    code: 'rate_limited',
    details: { retryAfter: 60 },
  })
  expect(waits).toEqual([])
})

test('problems come back as the errors that they were', async () => {
  const { track, seen } = await talking((_, answer) =>
    json(answer, 400, problem('invalid', 400, { hint: 'h', errors: [{ path: 'due', message: 'm' }] })),
  )
  expect(await failure(track.items.add({ text: 'x' }))).toMatchObject({
    code: 'invalid',
    message: 'it is invalid',
    details: { hint: 'h', errors: [{ path: 'due', message: 'm' }] },
  })
  expect(seen).toHaveLength(1)
})

test('a server that is not Track is recognised', async () => {
  const page = '<!doctype html><title>Welcome</title>'
  const { track, url } = await talking(({ url: path }, answer) => {
    if (path === '/api/today') answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    else if (path === '/api/me') json(answer, 404, { error: 'no such route' })
    else if (path === '/api/calendar') json(answer, 200, { https: 'x' }, { vary: 'accept-encoding' })
    else if (path === '/api/projects') answer.writeHead(200).end('')
    else answer.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found')
  })
  const message = (what: string) => `${url} answered something that is not Track (${what}); check api_url`
  expect(await failure(track.views.today())).toMatchObject({
    code: 'unavailable',
    message: message('HTML page, status 200'),
  })
  expect((await failure(track.me.get())).message).toBe(message('other JSON, status 404'))
  expect((await failure(track.calendar.get())).message).toBe(message('other JSON, status 200'))
  expect((await failure(track.projects.list())).message).toBe(message('empty, status 200'))
  expect((await failure(track.users.list())).message).toBe(message('plain text, status 404'))
})

test.each([401, 403, 407, 429])('a %i of a proxy is no refusal of the key', async (status) => {
  const { track, seen, url } = await talking((_, answer) =>
    answer.writeHead(status, { 'content-type': 'text/html', server: 'nginx' }).end('<html>log in</html>'),
  )
  expect(await failure(track.items.add({ text: 'x' }))).toMatchObject({
    code: 'unavailable',
    message:
      `a proxy in front of ${url} turned the request away (HTML page, status ${status}, nginx); ` +
      'Track has not seen your key',
  })
  expect(seen.length > 1).toBe(status === 429)
})

test.each([
  [401, JSON.stringify(problem('unauthenticated', 401, { type: 'about:blank' }))],
  [401, JSON.stringify({ code: 'unauthenticated', detail: 'session ended' })],
  [401, ''],
])('a %i that holds %s is not from Track', async (status, body) => {
  const { track } = await talking((_, answer) => answer.writeHead(status).end(body))
  expect((await failure(track.me.get())).code).toBe('unavailable')
})

test.each([500, 502, 503, 504, 521])('a %i of a proxy is tried again, since Track may be back soon', async (status) => {
  const { track, seen, url } = await talking((_, answer, nth) => {
    if (nth % 3) answer.writeHead(status, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>')
    else json(answer, 200, { date: 'x' })
  })
  expect(await track.views.today()).toEqual({ date: 'x' })
  expect(await track.items.start({ id: 't-1' })).toEqual({ date: 'x' })
  expect(seen).toHaveLength(6)
  const down = await talking((_, answer) => answer.writeHead(status).end('Bad Gateway'))
  expect((await failure(down.track.views.today())).message).toBe(
    `a proxy in front of ${down.url} answered for it (no JSON, status ${status}); Track itself did not`,
  )
  expect(url).not.toBe(down.url)
})

test('a 500 of Track is not tried again', async () => {
  const { track, seen } = await talking((_, answer) => json(answer, 500, problem('internal', 500)))
  expect((await failure(track.items.start({ id: 't-1' }))).code).toBe('internal')
  expect(seen).toHaveLength(1)
})

test.each([301, 302, 307, 308])('%i is not followed', async (status) => {
  const { track, seen, url } = await talking((_, answer) =>
    answer.writeHead(status, { location: 'https://elsewhere.example/x' }).end(),
  )
  const error = await failure(track.items.add({ text: 'x' }))
  expect(error.code).toBe('unavailable')
  expect(error.message).toBe(
    `${url} redirects to https://elsewhere.example/x; a key never follows there, so check api_url`,
  )
  expect(seen).toHaveLength(1)
})

test('no failure shows a password of the address, nor what a redirect carries', async () => {
  const { track, url } = await talking((_, answer) =>
    answer.writeHead(302, { location: 'https://a:hunter2@login.example/?next=1&token=hunter3' }).end(),
  )
  expect((await failure(track.me.get())).message).toContain('redirects to https://a:…@login.example/?…&token=…;')
  const { port } = new URL(url)
  for (const address of [`http://ann:hunter2@127.0.0.1:${port}`, 'http://ann:hunter2@127.0.0.1:1']) {
    const { message } = await failure(clientOf(address).track.me.get())
    expect(message).toContain('http://ann:…@127.0.0.1')
    expect(message).not.toContain('hunter')
  }
})

test('the page reaches it by fetch in the same way', async () => {
  const { track, seen } = await talking((_, answer, nth) => {
    if (nth === 1) answer.destroy()
    else if (nth === 2) json(answer, 201, { id: 't-1' })
    else answer.writeHead(302, { location: '/login' }).end()
  }, fetchTransport())
  expect(await track.items.add({ text: 'x' })).toEqual({ id: 't-1' })
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-1', 'key-1'])
  expect((await failure(track.me.get())).message).toContain('redirects')
})
