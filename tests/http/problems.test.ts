import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Problem } from '#contract/problems.ts'
import { serverForThisTest, useTestServer, useUser } from '#testing/fixtures.ts'
import { sendBytes, rawRequest } from '#testing/raw-http.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

describe('problems', () => {
  const server = useTestServer('http')
  const ann = useUser(server, 'ann')

  const post = (path: string, body: unknown, headers: Record<string, string> = JSON_TYPE) =>
    server.fetch(path, {
      method: 'POST',
      key: ann.key,
      headers,
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    })

  /** The problem of an answer, held against RFC 9457 and the rest of the answer. */
  async function problemIn(response: Response, status: number, code: string) {
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    const body = (await response.json()) as Problem & { errors: { path: string; message: string }[] }
    expect(body).toMatchObject({
      type: `urn:track:problem:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
    })
    expect(JSON.stringify(body)).not.toMatch(/<[a-z!/]|\bat \w+ \(|\.ts:\d|sqlite/i)
    return body
  }
  const paths = (body: { errors: { path: string }[] }) => body.errors.map((error) => error.path).toSorted()

  it('invalid: 400, naming every wrong field', async () => {
    const body = await problemIn(
      await post('/api/items', {
        kind: 'grocery',
        title: '',
        priority: 9,
        due: '6/1',
        recipient: 'Mom',
        tags: 'a',
        colour: 'red',
      }),
      400,
      'invalid',
    )
    expect(paths(body)).toEqual(['colour', 'due', 'priority', 'recipient', 'tags', 'title'])
    for (const { message } of body.errors) expect(message).toEqual(expect.any(String))
    expect(paths(await problemIn(await post('/api/items', {}), 400, 'invalid')).length).toBeGreaterThan(0)
    expect(
      paths(
        await problemIn(
          await server.fetch('/api/items?limit=0&status=odd&colour=red', { key: ann.key }),
          400,
          'invalid',
        ),
      ),
    ).toEqual(['colour', 'limit', 'status.0'])
  })

  it('not_found: 404', async () => {
    for (const path of ['/api/items/t-1f3a', '/api/projects/boat', '/api/nothing'])
      await problemIn(await server.fetch(path, { key: ann.key }), 404, 'not_found')
  })

  it.each([
    ['/api/items', 'GET, HEAD, POST'],
    ['/api/items/t-1', 'GET, HEAD, PATCH, DELETE'],
    ['/api/events', 'GET'],
    ['/healthz', 'GET, HEAD'],
    ['/', 'GET, HEAD'],
  ])('a method that %s does not have: 405, naming those that it has', async (path, allow) => {
    const possible = allow.split(', ')
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE', 'M-SEARCH']) {
      if (possible.includes(method)) continue
      const { status, headers, body } = await rawRequest(server.url, path, {
        method,
        headers: { 'x-track-key': ann.key },
      })
      expect([method, status, headers.allow]).toEqual([method, 405, allow])
      expect(headers['content-type']).toBe('application/problem+json')
      expect(JSON.parse(body)).toMatchObject({ status: 405, code: 'invalid', detail: expect.stringContaining(allow) })
    }
  })

  it('a method that nobody knows, where nothing is: 404', async () => {
    for (const path of ['/api/nothing', '/nothing', '/api/items/'])
      for (const method of ['PUT', 'OPTIONS', 'PROPFIND'])
        expect((await rawRequest(server.url, path, { method, headers: { 'x-track-key': ann.key } })).status).toBe(404)
  })

  it('conflict: 409', async () => {
    await post('/api/projects', { title: 'Boat' })
    await problemIn(await post('/api/projects', { title: 'Boat' }), 409, 'conflict')
  })

  it('forbidden: 403', async () => {
    await problemIn(await server.fetch('/api/users', { key: ann.key }), 403, 'forbidden')
  })

  it.each([
    ['{"kind":', 'broken'],
    ['{"kind":"todo",}', 'broken'],
    ["{'kind':'todo'}", 'broken'],
    ['undefined', 'broken'],
    ['[]', 'no object'],
    ['[{"kind":"todo","title":"x"}]', 'no object'],
    ['"text"', 'no object'],
    ['7', 'no object'],
    ['true', 'no object'],
    [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'no UTF-8'],
    ['{"kind":"todo","title":"x","__proto__":{"priority":1}}', 'a prototype'],
    ['{"kind":"todo","title":"x","\\u005f_proto__":{"priority":1}}', 'a disguised prototype'],
    ['{"kind":"todo","title":"x","constructor":{"prototype":{}}}', 'a constructor'],
    ['{"kind":"todo","title":"x","toString":"x"}', 'a method'],
  ] as [string | Uint8Array, string][])('a body of %s is refused: %s', async (body: string | Uint8Array) => {
    await problemIn(await post('/api/items', body), 400, 'invalid')
    expect((await ann.track.items.list({ kind: 'todo' })).items).toEqual([])
  })

  it('a body of more values than anyone sends is refused before it is read, however small each is', async () => {
    const list = (length: number, one: string) => `[${Array(length).fill(one).join()}]`
    const document = (items: string) => `{"format":"track","version":1,"projects":[],"features":[],"items":${items}}`
    const fields = Array.from({ length: 1100 }, (_, i) => `"k${i}":1`).join()
    for (const [body, status] of [
      [document(list(100_001, '1')), 400],
      [document(list(40, list(99_999, '[]'))), 413],
      [document(list(99, list(99_999, '1'))), 413],
      [`{${fields}}`, 400],
      [document(`[{"notes":"${'[,{'.repeat(20_000)}\\"${'[,{'.repeat(20_000)}"}]`), 400],
    ] as const) {
      const before = process.cpuUsage()
      const answer = await post('/api/import', body)
      expect(answer.status).toBe(status)
      expect(await answer.text()).toMatch(/elements|values|fields|items\.0\.id/)
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000)
    }
  })

  it('the first invalid rows of a long document are named by their position', async () => {
    const row = { id: 't-1', kind: 'todo', title: 'x', created_at: '2026-01-01T00:00:00Z' }
    const items = Array.from({ length: 4000 }, (_, i) => ({
      ...row,
      id: `t-${(0x1000 + i).toString(16)}`,
      ...([2500, 2501, 3999].includes(i) && { title: '' }),
    }))
    const body = await problemIn(
      await post('/api/import', { format: 'track', version: 1, projects: [], features: [], items }),
      400,
      'invalid',
    )
    expect(paths(body)).toEqual(['items.2500.title', 'items.2501.title'])
    expect((await ann.track.items.list()).items).toEqual([])
  })

  it.each(['__proto__', '\\u005f_proto__', '_\\u005Fproto__'])(
    'a prototype written "%s" is refused by name wherever it stands, not dropped',
    async (name) => {
      const inBatch = `{"operations":[{"op":"items.add","input":{"kind":"todo","title":"x","${name}":{"priority":1}}}]}`
      expect(paths(await problemIn(await post('/api/batch', inBatch), 400, 'invalid'))).toEqual([
        'operations.0.input.__proto__',
      ])
      expect(
        paths(await problemIn(await post('/api/items', `{"kind":"todo","title":"x","${name}":1}`), 400, 'invalid')),
      ).toEqual(['__proto__'])
      expect((await ann.track.items.list({ kind: 'todo' })).items).toEqual([])
      expect((await post('/api/items', '{"kind":"gift","title":"__proto__ \\"__proto__\\": no key"}')).status).toBe(201)
    },
  )

  it('a prototype in a query is refused as well', async () => {
    expect(
      paths(await problemIn(await server.fetch('/api/items?__proto__=1', { key: ann.key }), 400, 'invalid')),
    ).toEqual(['__proto__'])
  })

  it('an empty body is an empty object, null is none', async () => {
    const [todo] = [await ann.track.items.add({ kind: 'grocery', title: 'Milk' })]
    expect((await server.fetch(`/api/items/${todo.id}/start`, { method: 'POST', key: ann.key })).status).toBe(200)
    expect((await post(`/api/items/${todo.id}/start`, '')).status).toBe(200)
    expect((await post(`/api/items/${todo.id}/start`, {})).status).toBe(200)
    expect((await post(`/api/items/${todo.id}/start`, { id: todo.id })).status).toBe(400)
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/html',
    'application/xml',
    'nonsense',
    'application/jsonx',
  ])('a body of the type %s is refused', async (type) => {
    await problemIn(await post('/api/items', '{"kind":"todo","title":"x"}', { 'content-type': type }), 400, 'invalid')
  })

  it('a body of the type application/json with a charset is read', async () => {
    expect(
      (
        await post(
          '/api/items',
          { kind: 'grocery', title: 'Bread' },
          { 'content-type': 'application/json; charset=UTF-8' },
        )
      ).status,
    ).toBe(201)
  })

  it('too_large: 413 beyond 1 MiB, however it is sent', async () => {
    const notes = 'x'.repeat(2 * 1024 * 1024)
    await problemIn(await post('/api/items', { kind: 'todo', title: 'x', notes }), 413, 'too_large')
    const chunked = new ReadableStream({
      start(stream) {
        for (let i = 0; i < 32; i++) stream.enqueue(new TextEncoder().encode('x'.repeat(64 * 1024)))
        stream.close()
      },
    })
    const response = await server
      .fetch('/api/items', { method: 'POST', key: ann.key, headers: JSON_TYPE, body: chunked, duplex: 'half' } as never)
      .catch(() => null)
    if (response) await problemIn(response, 413, 'too_large')
    expect((await post('/api/items', { kind: 'grocery', title: 'x', notes: 'x'.repeat(900 * 1024) })).status).toBe(400)
  })

  it('too_large: 413 before a body of declared length arrives, and as soon as one without is too long', async () => {
    const head = `POST /api/items HTTP/1.1\r\nhost: x\r\nx-track-key: ${ann.key}\r\ncontent-type: application/json\r\n`
    const open = { half: true, until: /\r\n\r\n.*\}$/ }
    const declared = await sendBytes(server.url, `${head}content-length: 1048577\r\n\r\n{`, open)
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`.repeat(17)
    const chunked = await sendBytes(server.url, `${head}transfer-encoding: chunked\r\n\r\n${chunk}`, open)
    for (const answer of [declared, chunked]) {
      expect(answer).toMatch(/^HTTP\/1\.1 413 /)
      expect(answer).toMatch(/^connection: close\r$/im)
      expect(answer).toContain('At most 1 MiB; split it.')
    }
  })

  it('a body that breaks off is nobody’s bug', async () => {
    const head = `POST /api/items HTTP/1.1\r\nhost: x\r\nx-track-key: ${ann.key}\r\ncontent-type: application/json\r\n`
    await sendBytes(server.url, `${head}content-length: 40\r\n\r\n{"kind"`)
    expect((await server.fetch('/api/me', { key: ann.key })).status).toBe(200)
    expect(server.logEntries.filter(({ message }) => message === 'a bug')).toEqual([])
  })

  it('a query that names a thing twice, or what the address gives, is refused', async () => {
    for (const path of [
      '/api/items?kind=todo&kind=chore',
      '/api/items?kind[]=todo',
      '/api/items/t-1?id=t-2',
      '/api/search?q=a&q=b',
      '/api/projects/boat?slug=x',
    ]) {
      await problemIn(await server.fetch(path, { key: ann.key }), 400, 'invalid')
    }
    await problemIn(await post('/api/items/t-1/done?on=today', {}), 404, 'not_found')
  })

  it.each([
    '\u0000',
    '%00',
    'x%0d%0aset-cookie:a=b',
    '<script>alert(1)</script>',
    '..%2f..',
    "'; drop table items; --",
    '😀',
    'x'.repeat(499),
  ])('an id of %s is quoted in JSON, and does nothing', async (id) => {
    for (const path of [`/api/items/${id}`, `/api/projects/${id}`, `/api/features/${id}`]) {
      const response = await rawRequest(server.url, encodeURI(path).replaceAll('%25', '%'), {
        method: path.includes('features') ? 'DELETE' : 'GET',
        headers: { 'x-track-key': ann.key },
      })
      expect([400, 404], path).toContain(response.status)
      expect(response.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(response.headers['set-cookie']).toBeUndefined()
    }
  })

  it('nesting beyond 32 levels is refused as such, whatever it is for', async () => {
    const deep = (depth: number) => `{"kind":"todo","title":"x","notes":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect((await problemIn(await post('/api/items', deep(40)), 400, 'invalid')).detail).toContain('nested too deeply')
    expect((await problemIn(await post('/api/items', deep(10)), 400, 'invalid')).detail).not.toContain('nested')
  })

  it('a problem never holds a key, not even the one that was sent', async () => {
    const feedKey = (await ann.track.calendar.get()).feed_key
    for (const key of [ann.key, feedKey]) {
      for (const path of [
        `/api/items/${key}`,
        `/api/projects/${key}`,
        `/${key}`,
        `/api/${key}`,
        `/calendar.ics?key=${ann.key}&project=${key}`,
        `/calendar.ics?key=${ann.key}&kinds=${key}`,
        `/api/items?kind=${key}`,
        `/api/items?${key}=1`,
      ]) {
        const body = await (await server.fetch(path, { key: ann.key })).text()
        expect(body, path).toMatch(/"code":"(not_found|invalid)"/)
        expect(body, path).not.toContain(key.slice(4, 12))
      }
      for (const body of [`{"${key}":1}`, `{"kind":"${key}"}`, key])
        expect(await (await post('/api/items', body)).text()).not.toContain(key.slice(4, 12))
    }
  })

  it('no nesting breaks it', async () => {
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    for (const body of [
      deep(100_000),
      `{"kind":"todo","title":${deep(100_000)}}`,
      `{"operations":[{"op":"items.add","input":{"kind":"todo","title":${deep(100_000)}}}]}`,
    ]) {
      for (const path of ['/api/items', '/api/batch'])
        await problemIn(await post(path, body, { ...JSON_TYPE, 'idempotency-key': 'deep' }), 400, 'invalid')
    }
  })

  it.each([
    'GARBAGE\r\n\r\n',
    'GET /api/items HTTP/9.9\r\n\r\n',
    'GET /api/items HTTP/1.1\r\nbad header\r\n\r\n',
    `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  ])('bytes that are no HTTP are refused in the same shape: %#', async (text) => {
    const answer = await sendBytes(server.url, text)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 (400 Bad Request|413 Payload Too Large)\r\n/)
    expect(head).toContain('content-type: application/problem+json')
    expect(head).toContain('x-content-type-options: nosniff')
    expect(head).toContain("content-security-policy: default-src 'none'")
    expect(JSON.parse(body)).toMatchObject({
      code: text.length > 1000 ? 'too_large' : 'invalid',
      detail: expect.any(String),
    })
  })
})

describe('a broken database', () => {
  it('internal: 500 that shows nothing but an id that the log has too', async () => {
    const server = await serverForThisTest('http')
    const { key } = await server.addUser('ann')
    await server.deps.engine.write('users', async (db) => void (await sql`drop table journal_entities`.execute(db)))
    const response = await server.fetch('/api/items', {
      method: 'POST',
      key,
      headers: JSON_TYPE,
      body: '{"kind":"todo","title":"x"}',
    })
    expect(response.status).toBe(500)
    const body = (await response.json()) as Problem
    expect(body).toMatchObject({ code: 'internal', status: 500, id: expect.any(String) })
    expect(JSON.stringify(body)).not.toMatch(/journal|sqlite|table|\.ts/i)
    const entry = server.logEntries.find(({ fields }) => fields.id === body.id)
    expect((entry!.fields.err as Error).message).toContain('journal_entities')
    expect(await (await server.fetch('/api/items', { key })).json()).toMatchObject({ items: [] })
  })

  it('unavailable: 503 with Retry-After while the disk is full, and nothing is half done', async () => {
    const server = await serverForThisTest('http')
    const { key, track } = await server.addUser('ann')
    await server.deps.engine.write('users', async (db) => void (await sql`pragma max_page_count = 1`.execute(db)))
    const response = await server.fetch('/api/items', {
      method: 'POST',
      key,
      headers: JSON_TYPE,
      body: JSON.stringify({ kind: 'todo', title: 'x', notes: 'x'.repeat(60_000) }),
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await response.json()).toMatchObject({ code: 'unavailable', status: 503, retry_after: expect.any(Number) })
    expect(await track.me.get()).toMatchObject({ revision: 0 })
    await server.deps.engine.write('users', async (db) => void (await sql`pragma max_page_count = 1000000`.execute(db)))
    await track.items.add({ kind: 'todo', title: 'x' })
    expect(await track.me.get()).toMatchObject({ revision: 1 })
  })
})
