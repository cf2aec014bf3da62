import { beforeEach, describe, expect, it } from 'vitest'
import { requestFor } from '#client/request.ts'
import { allOperations } from '#contract/operations.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { addOneOfEach, type OwnData, prepareFor } from '#testing/own-data.ts'

describe('reads over HTTP', () => {
  const server = useTestServer('http', { at: '2026-03-10T23:30:00Z' })
  const ann = useNewUser(server, { role: 'admin', timezone: 'Europe/London' })
  let own: OwnData
  beforeEach(async () => {
    own = await addOneOfEach(ann)
  })

  const reads = allOperations
    .filter((operation) => operation.method === 'GET')
    .map((operation) => [operation.name, operation] as const)
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    server.fetch(path, { key: ann.key, headers, method })
  const etagOf = async (path: string) => (await get(path)).headers.get('etag')!
  const patch = (id: string, body: object, headers: Record<string, string>) =>
    server.fetch(`/api/items/${id}`, {
      method: 'PATCH',
      key: ann.key,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  it.each(reads)('%s has an ETag, answers 304 to it, and is not kept by strangers', async (_, operation) => {
    const { url } = requestFor(
      operation,
      sampleOf(operation.name).input(own, 'x'),
      {},
      { url: '', key: '', client: '', idempotencyKey: () => '' },
    )
    const first = await get(url)
    expect(first.status).toBe(200)
    const etag = first.headers.get('etag')!
    expect(etag).toMatch(/^"[\x21\x23-\x7e]+"$/)
    expect(etag).toContain('test')
    expect(etag).toContain(ann.id)
    expect(first.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const caching = (response: Response) => [
      response.headers.get('etag'),
      response.headers.get('cache-control'),
      response.headers.get('vary'),
    ]
    expect(caching(first)).toEqual([etag, 'private, no-cache', 'x-track-key, x-track-space'])
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(url, { 'if-none-match': known })
      expect(again.status, known).toBe(304)
      expect(await again.text()).toBe('')
      expect(caching(again)).toEqual(caching(first))
    }
    for (const unknown of ['"other"', `"x${etag.slice(1)}`, 'nonsense'])
      expect((await get(url, { 'if-none-match': unknown })).status, unknown).toBe(200)
    const head = await get(url, {}, 'HEAD')
    expect([head.status, await head.text(), ...caching(head)]).toEqual([200, '', ...caching(first)])
    expect(head.headers.get('content-length')).toBe(first.headers.get('content-length'))
  })

  it('say nothing of an address that is wrong', async () => {
    const etag = await etagOf(`/api/items/${own.todo}`)
    for (const wrong of [`/api/items/${own.todo}?nothing=1`, '/api/items/t-0000000'])
      expect((await get(wrong, { 'if-none-match': etag })).status, wrong).toBeGreaterThanOrEqual(400)
  })

  it('of one item change with the item only, of lists with every write', async () => {
    const paths = {
      item: `/api/items/${own.todo}`,
      list: '/api/items',
      today: '/api/today',
      search: '/api/search?q=secret',
      changes: '/api/changes',
      me: '/api/me',
      projects: '/api/projects',
    }
    const all = async () =>
      Object.fromEntries(
        await Promise.all(Object.entries(paths).map(async ([name, path]) => [name, await etagOf(path)])),
      )
    const before = await all()
    await ann.track.items.update({ id: own.other, title: 'Changed' })
    const after = await all()
    expect(after.item).toBe(before.item)
    for (const name of ['list', 'today', 'search', 'changes', 'me', 'projects'])
      expect(after[name], name).not.toBe(before[name])
    await ann.track.items.update({ id: own.todo, title: 'Changed' })
    expect(await etagOf(paths.item)).not.toBe(before.item)
    const now = await all()
    await ann.track.items.update({ id: own.todo, title: 'Changed' })
    expect(await all()).toEqual(now)
  })

  it('of what the day matters to change at midnight where the user is', async () => {
    const paths = ['/api/today', '/api/upcoming', '/api/items?due_before=today']
    const [before, me] = [await Promise.all(paths.map(etagOf)), await etagOf('/api/me')]
    server.clock.set('2026-03-10T23:59:59Z')
    expect(await Promise.all(paths.map(etagOf))).toEqual(before)
    server.clock.set('2026-03-11T00:00:00Z')
    const after = await Promise.all(paths.map(etagOf))
    for (const [i, path] of paths.entries()) expect(after[i], path).not.toBe(before[i])
    expect(await etagOf('/api/me')).toBe(me)
  })

  it('change when settings do, since these raise the revision', async () => {
    const before = await Promise.all([etagOf('/api/today'), etagOf('/api/me'), etagOf('/api/calendar')])
    await ann.track.me.update({ timezone: 'Asia/Tokyo' })
    await ann.track.calendar.rotate()
    const after = await Promise.all([etagOf('/api/today'), etagOf('/api/me'), etagOf('/api/calendar')])
    for (const [i, etag] of after.entries()) expect(etag).not.toBe(before[i])
  })

  it('of different users are different', async () => {
    const bob = await server.addAnyUser({ role: 'admin', timezone: 'Europe/London' })
    await addOneOfEach(bob)
    for (const path of ['/api/items', '/api/me', '/api/users', '/api/today']) {
      const etag = await etagOf(path)
      const other = await server.fetch(path, { key: bob.key, headers: { 'if-none-match': etag } })
      expect(other.status, path).toBe(200)
    }
  })

  it('guard a change of an item: If-Match is 409 when stale', async () => {
    const etag = await etagOf(`/api/items/${own.todo}`)
    const changed = await patch(own.todo, { title: 'Mine' }, { 'if-match': etag })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).toBe(await etagOf(`/api/items/${own.todo}`))
    for (const stale of [etag, '"other"', 'nonsense', `"r${own.revision}"`]) {
      const refused = await patch(own.todo, { title: 'Theirs' }, { 'if-match': stale })
      expect(refused.status, stale).toBe(409)
      expect(await refused.json()).toMatchObject({ code: 'conflict' })
      expect(
        (
          await server.fetch(`/api/items/${own.todo}`, {
            method: 'DELETE',
            key: ann.key,
            headers: { 'if-match': stale },
          })
        ).status,
      ).toBe(409)
    }
    expect(await ann.track.items.get({ id: own.todo })).toMatchObject({ title: 'Mine' })
    expect((await patch(own.todo, { title: 'Any' }, { 'if-match': '*' })).status).toBe(200)
    expect((await patch(own.todo, { title: 'None' }, {})).status).toBe(200)
    const fresh = await etagOf(`/api/items/${own.todo}`)
    expect(
      (await server.fetch(`/api/items/${own.todo}`, { method: 'DELETE', key: ann.key, headers: { 'if-match': fresh } }))
        .status,
    ).toBe(204)
  })

  it('in If-Match may be several, one of which must match; a weak one never does (RFC 9110, 13.1.1)', async () => {
    const etag = await etagOf(`/api/items/${own.todo}`)
    for (const header of [`W/${etag}`, `"other", W/${etag}`, '"r0", "r999"'])
      expect((await patch(own.todo, { title: 'Theirs' }, { 'if-match': header })).status, header).toBe(409)
    expect((await patch(own.todo, { title: 'Mine' }, { 'if-match': `"r0" , "other",${etag}` })).status).toBe(200)
    expect((await patch(own.todo, { title: 'Mine too' }, { 'if-match': '"r0", *' })).status).toBe(409)
  })

  it('let a stale write be refused by the client too', async () => {
    const { revision } = await ann.track.items.get({ id: own.todo })
    await ann.track.items.update({ id: own.todo, title: 'Mine' }, { ifMatch: revision })
    await expect(
      ann.track.items.update({ id: own.todo, title: 'Theirs' }, { ifMatch: revision }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(ann.track.items.remove({ id: own.todo }, { ifMatch: revision })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('the ETag of an item that is asked for by the beginning of its id', () => {
  const server = useTestServer('http')
  const ann = useNewUser(server)
  const get = (headers: Record<string, string> = {}) => server.fetch('/api/items/t-1f', { key: ann.key, headers })
  const rename = (etag: string) =>
    server.fetch('/api/items/t-1f', {
      method: 'PATCH',
      key: ann.key,
      headers: { 'content-type': 'application/json', 'if-match': etag },
      body: JSON.stringify({ title: 'Mine' }),
    })

  it('names the item itself, since the beginning may come to mean another one', async () => {
    const at = '2026-03-01T00:00:00.000Z'
    const item = (id: string, status: 'todo' | 'done') => ({
      id,
      kind: 'todo' as const,
      title: id,
      status,
      created_at: at,
      updated_at: at,
      ...(status === 'done' && { done_at: at }),
    })
    await ann.track.data.import({
      format: 'track',
      version: 1,
      projects: [],
      features: [],
      items: [item('t-1f3a', 'todo'), item('t-1f77', 'done')],
    })
    const first = await get()
    expect(await first.json()).toMatchObject({ id: 't-1f3a' })
    const seen = first.headers.get('etag')!
    expect((await get({ 'if-none-match': seen })).status).toBe(304)
    await ann.track.items.remove({ id: 't-1f3a' })
    expect(await (await get({ 'if-none-match': seen })).json()).toMatchObject({ id: 't-1f77' })
    expect((await rename(seen)).status).toBe(409)
    expect((await rename((await get()).headers.get('etag')!)).status).toBe(200)
  })
})

describe('answers over HTTP', () => {
  const server = useTestServer('http')
  const ann = useNewUser(server)

  it('have the status of their kind', async () => {
    const root = await server.addUser('root', { role: 'admin' })
    for (const operation of allOperations) {
      const person = operation.role === 'admin' ? root : await server.addAnyUser()
      const own = await addOneOfEach(person, `Secret${operation.verb.slice(0, 3)}${operation.noun.slice(0, 3)}`)
      const other = await server.addAnyUser()
      await prepareFor(operation.name, person.track, own, other)
      const { url, method, body, headers } = requestFor(
        operation,
        sampleOf(operation.name).input(own, other.name),
        {},
        { url: server.url, key: person.key, client: 'cli', idempotencyKey: () => operation.name },
      )
      const response = await fetch(url, { method, body, headers })
      const usual = method === 'DELETE' ? 204 : operation.verb === 'add' ? 201 : 200
      const invites = operation.name === 'members.set'
      expect([response.status, operation.status ?? 200], operation.name).toEqual([invites ? 201 : usual, usual])
      expect(response.headers.get('cache-control')).toBe('private, no-cache')
      if (usual === 204) expect(await response.text()).toBe('')
      else expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    }
  })

  it('name the client for the journal only when it is one', async () => {
    const { key, track } = ann
    for (const client of ['cli', 'web', 'mcp', 'import', 'window', 'x'.repeat(5000), '']) {
      await server.fetch('/api/items', {
        method: 'POST',
        key,
        headers: { 'content-type': 'application/json', ...(client && { 'x-track-client': client }) },
        body: '{"kind":"todo","title":"x"}',
      })
    }
    expect((await track.changes.list({ since: 0 })).changes.map((change) => change.client)).toEqual([
      'cli',
      'web',
      'mcp',
      'import',
      'api',
      'api',
      'api',
    ])
  })

  it('read the header that named the client in version 0.1.0', async () => {
    const { key, track } = ann
    const headers = { 'content-type': 'application/json', 'x-track-door': 'cli' }
    await server.fetch('/api/items', { method: 'POST', key, headers, body: '{"kind":"todo","title":"x"}' })
    expect((await track.changes.list()).changes[0]).toMatchObject({ client: 'cli' })
  })

  it('get the revision of a write in Track-Revision, and none if nothing changed', async () => {
    const { key } = ann
    const post = (path: string, body: object) =>
      server.fetch(path, {
        method: 'POST',
        key,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const added = await post('/api/items', { kind: 'todo', title: 'x' })
    expect(added.headers.get('track-revision')).toBe('1')
    const { id } = (await added.json()) as { id: string }
    expect((await post(`/api/items/${id}/reopen`, {})).headers.has('track-revision')).toBe(false)
    const removed = await server.fetch(`/api/items/${id}`, { method: 'DELETE', key })
    expect([removed.status, removed.headers.get('track-revision')]).toEqual([204, '2'])
    expect((await server.fetch('/api/items', { key })).headers.has('track-revision')).toBe(false)
  })
})
