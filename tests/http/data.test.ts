import { describe, expect, it } from 'vitest'
import { useTestServer, useUser } from '#testing/fixtures.ts'

const MIB = 1024 * 1024
const CREATED = '2026-01-01T00:00:00.000Z'

describe('export and import over HTTP', () => {
  const server = useTestServer('http')
  const ann = useUser(server, 'ann')

  const send = (body: string, key = ann.key) =>
    server.fetch('/api/import', { method: 'POST', key, headers: { 'content-type': 'application/json' }, body })
  /** A document of groceries whose JSON has about so many bytes. */
  function documentOf(bytes: number): string {
    const notes = 'x'.repeat(60_000)
    const items = Array.from({ length: Math.floor(bytes / 60_100) }, (_, i) => ({
      id: `g-${(i + 4096).toString(16)}`,
      kind: 'grocery',
      title: 'x',
      notes,
      created_at: CREATED,
    }))
    return JSON.stringify({ format: 'track', version: 1, projects: [], features: [], items })
  }

  it('the export is whole JSON, however long, and 304 when nothing was written since', async () => {
    const empty = await server.fetch('/api/export', { key: ann.key })
    expect(await empty.json()).toMatchObject({ format: 'track', projects: [], features: [], items: [] })
    const bob = await server.addAnyUser()
    await send(documentOf(3 * MIB), bob.key)
    const response = await server.fetch('/api/export', { key: bob.key })
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.json()).toEqual(await bob.track.data.export())
    const etag = response.headers.get('etag')!
    expect((await server.fetch('/api/export', { key: bob.key, headers: { 'if-none-match': etag } })).status).toBe(304)
    await bob.track.items.add({ kind: 'todo', title: 'x' })
    expect((await server.fetch('/api/export', { key: bob.key, headers: { 'if-none-match': etag } })).status).toBe(200)
  })

  it('an import may have 32 MiB, everything else one', async () => {
    const response = await send(documentOf(31 * MIB))
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ items: { added: 540 } })
    const refused = await send(' '.repeat(32 * MIB + 1))
    expect(refused.status).toBe(413)
    expect(await refused.json()).toMatchObject({
      code: 'too_large',
      detail: 'the body is too large',
      hint: 'At most 32 MiB; split it.',
    })
    const other = await server.fetch('/api/items', {
      method: 'POST',
      key: ann.key,
      headers: { 'content-type': 'application/json' },
      body: ' '.repeat(MIB + 1),
    })
    expect(other.status).toBe(413)
    expect(await other.json()).toMatchObject({ hint: 'At most 1 MiB; split it.' })
  })

  it('needs a key before anything is read', async () => {
    expect((await server.fetch('/api/export')).status).toBe(401)
    expect((await server.fetch('/api/import', { method: 'POST', body: '{' })).status).toBe(401)
  })
})
