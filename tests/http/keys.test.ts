import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { requestFor } from '#client/request.ts'
import { allOperations, type NamedOperation } from '#contract/operations.ts'
import { keyFrom } from '#domain/keys.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { rawRequest } from '#testing/raw-http.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, type OwnData } from '#testing/own-data.ts'

describe('keys over HTTP', () => {
  const server = useTestServer('http')
  const root = useUser(server, 'root', { role: 'admin' })
  const ann = useUser(server, 'ann')
  let own: OwnData
  let feedKey: string
  const unknown = keyFrom('trk_', randomBytes(32))
  beforeAll(async () => {
    own = await addOneOfEach(root)
    feedKey = (await ann.track.calendar.get()).feed_key
  })

  /** The request that the client would send, with these headers instead of the key. */
  function send(
    operation: NamedOperation,
    headers: Record<string, string>,
    input = sampleOf(operation.name).input(own, 'ann'),
  ) {
    const {
      url,
      method,
      body,
      headers: usual,
    } = requestFor(operation, input, {}, { url: server.url, key: 'x', client: 'cli', idempotencyKey: () => 'once' })
    const { 'x-track-key': _, ...others } = usual
    return fetch(url, { method, body, headers: { ...others, ...headers } })
  }

  const problem = {
    type: 'urn:track:problem:unauthenticated',
    status: 401,
    code: 'unauthenticated',
    title: expect.any(String),
    detail: expect.any(String),
  }
  const named = allOperations.map((operation) => [operation.name, operation] as const)

  it.each(named)('%s is closed without a key, with a wrong one, and with a feed key', async (_, operation) => {
    const before = await root.track.changes.list({ since: 0 })
    const wrong: Record<string, string>[] = [
      {},
      { 'x-track-key': '' },
      { 'x-track-key': unknown },
      { 'x-track-key': feedKey },
      { 'x-track-key': `${root.key}x` },
      { 'x-track-key': root.key.slice(0, -1) },
      { 'x-track-key': root.key.toUpperCase() },
      { 'x-track-key': `${root.key}, ${ann.key}` },
      { 'x-track-key': 'admin' },
      { authorization: `Bearer ${root.key}` },
      { cookie: `x-track-key=${root.key}` },
    ]
    for (const headers of wrong) {
      const response = await send(operation, headers)
      expect(response.status, JSON.stringify(headers)).toBe(401)
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(response.headers.get('www-authenticate')).toBeTruthy()
      expect(await response.json()).toEqual(problem)
    }
    expect(await root.track.changes.list({ since: 0 })).toEqual(before)
  })

  it.each(named)('%s checks the key before the body, the address and the query', async (_, operation) => {
    const path = operation.path.replace(/\{\w+\}/g, '%00nonsense')
    for (const query of ['', `?key=${root.key}`, `?x-track-key=${root.key}`, '?colour=red&colour=blue']) {
      const body = ['GET', 'DELETE'].includes(operation.method) ? undefined : '{"broken":'
      const response = await rawRequest(server.url, path + query, {
        method: operation.method,
        body,
        headers: { 'content-type': 'text/strange' },
      })
      expect(response.status, path + query).toBe(401)
    }
  })

  it.each(named.filter(([, operation]) => operation.role === 'admin'))(
    '%s is forbidden to a member',
    async (_, operation) => {
      const response = await send(operation, { 'x-track-key': ann.key })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({
        code: 'forbidden',
        status: 403,
        detail: 'only an administrator can do this',
      })
    },
  )

  const UNKNOWN = [
    '/api',
    '/api/',
    '/api/nothing',
    '/api/items/t-1/nothing',
    '/api/items/',
    '/api//items',
    '/api/../api/items',
    '/api/users/a/b/c',
    '/api/health',
    '/api/docs',
    '/api/openapi.json',
    '/api?key=x',
    '/api/%zz',
    '/api/items/%zz',
    '/api/items/%',
    `/api/items/${'x'.repeat(600)}`,
    '/api/items/a%2fb',
  ]
  it.each(UNKNOWN)('%s needs the key, and then is not there', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE']) {
      expect((await rawRequest(server.url, path, { method })).status, method).toBe(401)
    }
    const response = await rawRequest(server.url, path, { headers: { 'x-track-key': ann.key } })
    expect([400, 404]).toContain(response.status)
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(JSON.parse(response.body)).toMatchObject({
      status: response.status,
      code: response.status === 404 ? 'not_found' : 'invalid',
    })
  })

  const DISGUISED = [
    '/%61pi/items',
    '//api/items',
    '///api//items',
    '/API/items',
    '/Api/Items',
    '/%2Fapi/items',
    '/api%2Fitems',
    '/./api/items',
    '/x/../api/items',
    '/%2e%2e/api/items',
    '/api/items;x',
    '/api;x/items',
    '/api/items/',
    '/api/items%20',
    '/api/items%00',
    '/api\\items',
    '/\\api/items',
    '/api/./items',
    '/%25%36%31pi/items',
    '/api/items#',
    '/ap%69/items?x=/healthz',
    '/api/items?/healthz',
    '/calendar.ics/../api/items',
    '/healthz/../api/items',
    '/openapi.json%2f..%2fapi/items',
    'http://127.0.0.1/api/items',
    'http://evil.example/api/items',
    '*',
    '/api/items?key=',
    '/\u00a0api/items',
  ]
  it.each(DISGUISED)('%s never gets past the key', async (path) => {
    await ann.track.items.add({ kind: 'todo', title: 'Treasure' })
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
      const response = await rawRequest(server.url, encodeURI(path).replaceAll('%25', '%'), { method }).catch(
        () => null,
      )
      if (!response) continue
      expect(String(response.headers['content-type']), `${method} ${response.body}`).not.toBe(
        'application/json; charset=utf-8',
      )
      expect(response.body).not.toMatch(/Treasure|Secret/)
    }
  })

  it('are read from their header only, and only the right one opens', async () => {
    expect((await server.fetch('/api/me', { key: ann.key })).status).toBe(200)
    expect((await rawRequest(server.url, '/api/me', { headers: { 'X-TRACK-KEY': ann.key } })).status).toBe(200)
    expect((await server.fetch(`/api/me?key=${ann.key}`)).status).toBe(401)
    expect((await server.fetch(`/api/events?key=${ann.key}`)).status).toBe(401)
    expect((await server.fetch('/api/events', { key: feedKey })).status).toBe(401)
  })

  it('are needed by nothing else but the feed', async () => {
    for (const path of ['/openapi.json', '/healthz', '/readyz', '/'])
      expect((await server.fetch(path)).status, path).toBe(200)
  })
})
