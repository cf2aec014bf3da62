import { request } from 'node:http'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, it } from 'vitest'
import { useTestServer, useUser } from '#testing/fixtures.ts'

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: META } }
/** What the page of tools may take of a model's context: 4 characters are about a token. */
const MAX_LIST_CHARACTERS = 25_000

/** A request with any Host, which fetch does not send. */
function post(url: string, headers: Record<string, string>, body: object = LIST) {
  const { hostname, port } = new URL(url)
  const sent = JSON.stringify(body)
  const types = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const modern = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': LIST.method }
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const sending = request(
      { hostname, port, path: '/mcp', method: 'POST', headers: { ...types, ...modern, ...headers } },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
      },
    )
    sending.on('error', reject)
    sending.end(sent)
  })
}

describe('POST /mcp', () => {
  const server = useTestServer('http')
  const ann = useUser(server, 'ann')
  const bearer = () => ({ authorization: `Bearer ${ann.key}` })

  it('takes the key as a bearer or in x-track-key, and asks for one', async () => {
    expect(await post(server.url, bearer())).toMatchObject({ status: 200 })
    expect(await post(server.url, { 'x-track-key': ann.key })).toMatchObject({ status: 200 })
    for (const authorization of ['', 'Bearer trk_wrong', 'Basic x'])
      expect(await post(server.url, { authorization })).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="track"' },
      })
  })

  it('refuses foreign names and origins before it looks at a key', async () => {
    const { port } = new URL(server.url)
    const sent: [Record<string, string>, number][] = [
      [{ host: 'evil.example.com' }, 403],
      [{ host: `evil.example.com:${port}` }, 403],
      [{ origin: 'https://evil.example.com' }, 403],
      [{ origin: 'null' }, 403],
      [{ origin: 'http://192.168.1.66' }, 403],
      [{ host: 'localhost', origin: 'http://localhost:6274' }, 200],
      [{ host: '[::1]' }, 200],
      [{ host: '192.168.1.5:4747', origin: 'http://192.168.1.5:4747' }, 200],
    ]
    for (const [headers, status] of sent)
      expect([headers, (await post(server.url, { ...bearer(), ...headers })).status]).toEqual([headers, status])
    expect((await post(server.url, { host: 'evil.example.com' })).status).toBe(403)
  })

  it('answers other methods with 405, and what is no message with an error', async () => {
    for (const method of ['GET', 'DELETE']) {
      const { status, headers } = await server.fetch('/mcp', { method, headers: bearer() })
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'POST'])
    }
    expect((await post(server.url, bearer(), { jsonrpc: '2.0', id: 1 })).status).toBe(400)
    const listen = { ...LIST, method: 'subscriptions/listen', params: { _meta: META, notifications: {} } }
    const refused = await post(server.url, { ...bearer(), 'mcp-method': listen.method }, listen)
    expect(refused.text).toContain('Subscription limit reached')
  })

  it('has a list of tools that fits', async () => {
    const { text } = await post(server.url, bearer())
    expect(text.length).toBeLessThan(MAX_LIST_CHARACTERS)
  })
})

describe('POST /mcp on two nodes', () => {
  const server = useTestServer('postgres, two nodes')
  const ann = useUser(server, 'ann')

  it.each(['legacy', 'auto'] as const)('answers each request of one client on any node (%s)', async (mode) => {
    let turn = 0
    const transport = new StreamableHTTPClientTransport(new URL(`${server.urls[0]}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${ann.key}` } },
      fetch: (_url, init) => fetch(`${server.urls[turn++ % 2]}/mcp`, init),
    })
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
    await client.connect(transport)
    await client.callTool({ name: 'items_add', arguments: { text: `Call Mom ${mode}` } })
    const found = await client.callTool({ name: 'search_find', arguments: { q: mode } })
    expect((found.content as { text: string }[])[0]!.text).toContain(`Call Mom ${mode}`)
    expect(turn).toBeGreaterThan(2)
    await client.close()
  })
})
