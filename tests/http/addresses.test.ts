import { describe, expect, it } from 'vitest'
import { serverForThisTest, useTestServer, useUser } from '#testing/fixtures.ts'
import { rawRequest, sendBytes } from '#testing/raw-http.ts'

describe('addresses of the server', () => {
  const server = useTestServer('http')
  const ann = useUser(server, 'ann')

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    rawRequest(server.url, path, { method, headers: { 'x-track-key': ann.key, ...headers } })

  it('may be written in other ways that mean the same (RFC 3986, section 6.2.2; RFC 9112, section 3.2.2)', async () => {
    for (const path of ['/%61pi/me', '/api/%6de', 'http://anything.example/api/me', '/api/me?', '/api/me#top'])
      expect([path, (await get(path)).status]).toEqual([path, 200])
    expect((await get('http://anything.example')).status).toBe(200)
  })

  it('mean what they say: case, slashes and encoded slashes matter', async () => {
    for (const path of ['/api/ME', '/api/me/', '//api/me', '/api//me', '/api%2Fme', '/healthz/', '/x/../api/me'])
      expect([path, (await get(path)).status]).toEqual([path, 404])
    expect((await get('*', {}, 'OPTIONS')).status).toBe(404)
  })

  it('that cannot be decoded are refused', async () => {
    for (const path of ['/%zz', '/api/items/%', '/api/items/%ff']) {
      const { status, body } = await get(path)
      expect([path, status]).toEqual([path, 400])
      expect(JSON.parse(body)).toMatchObject({ code: 'invalid', detail: expect.stringContaining('percent sign') })
    }
  })

  it('hold parameters that are decoded once', async () => {
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'x' })
    expect((await get(`/api/items/${id.replace('-', '%2d')}`)).status).toBe(200)
    expect((await get(`/api/items/${id.replace('-', '%252d')}`)).status).toBe(400)
  })

  it('answer HEAD as they answer GET, without the body', async () => {
    for (const path of ['/api/me', '/api/items', '/openapi.json', '/docs', '/healthz', '/readyz', '/']) {
      const [read, head] = [await get(path), await get(path, {}, 'HEAD')]
      expect([path, head.status, head.body]).toEqual([path, read.status, ''])
      const { date: _, ...headers } = head.headers
      expect(read.headers).toMatchObject(headers)
    }
  })

  it('under /api are never the page', async () => {
    const { status, headers } = await get('/api/nothing', { accept: 'text/html' })
    expect([status, headers['content-type']]).toEqual([404, 'application/problem+json'])
  })

  it('that everyone may have have an ETag', async () => {
    for (const path of ['/openapi.json', '/docs', '/docs.css']) {
      const { headers } = await get(path)
      expect((await get(path, { 'if-none-match': headers.etag! })).status).toBe(304)
    }
  })

  it('take several requests at once on one connection, and answer them in their order', async () => {
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\nx-track-key: ${ann.key}\r\n`
    const answer = await sendBytes(
      server.url,
      `${one('/api/me')}\r\n${one('/api/nothing')}\r\n${one('/healthz')}connection: close\r\n\r\n`,
      { half: true },
    )
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '404', '200'])
  })
})

describe('x-forwarded headers', () => {
  const behind = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'track.example' }

  it.each([
    ['127.0.0.1', 'https://track.example'],
    ['10.0.0.0/8, 127.0.0.0/8', 'https://track.example'],
    ['::1, ::ffff:127.0.0.1', 'https://track.example'],
    [true, 'https://track.example'],
    ['10.0.0.0/8', null],
    ['2001:db8::/32', null],
    [false, null],
  ])('sent through %s tell the address that people see', async (trustProxy, origin) => {
    const server = await serverForThisTest('http', { settings: { trustProxy } })
    const { key } = await server.addAnyUser()
    const answer = await server.fetch('/api/calendar', { key, headers: behind })
    expect(((await answer.json()) as { https: string }).https).toMatch(new RegExp(`^${origin ?? server.url}/calendar`))
    expect(await (await server.fetch('/readyz', { headers: behind })).json()).toMatchObject({
      proxy: origin ? 'believed' : 'ignored',
    })
  })

  it('of several proxies: the nearest one has the last word', async () => {
    const server = await serverForThisTest('http', { settings: { trustProxy: true } })
    const { key } = await server.addAnyUser()
    const answer = await server.fetch('/api/calendar', {
      key,
      headers: { 'x-forwarded-proto': 'http, https', 'x-forwarded-host': 'evil.example, track.example' },
    })
    expect(((await answer.json()) as { https: string }).https).toMatch(/^https:\/\/track\.example\//)
  })
})
