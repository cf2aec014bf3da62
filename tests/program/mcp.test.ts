import { resolve } from 'node:path'
import { Client, StreamableHTTPClientTransport, type VersionNegotiationMode } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import { useServer } from './fixtures.ts'
import { newHome, track } from './run.ts'

const home = useServer()

interface Answer {
  id: string
  title: string
  items: { title: string }[]
  results: { id: string }[]
  revision: number
  [field: string]: unknown
}

type Transport = 'stdio' | 'http'

const stdioTransport = (env: Record<string, string>) =>
  new StdioClientTransport({
    command: process.execPath,
    args: [resolve('dist/track.js'), 'mcp'],
    env: { ...env, PATH: process.env.PATH ?? '' },
    stderr: 'inherit',
  })

const httpTransport = () =>
  new StreamableHTTPClientTransport(new URL(`${home.server.url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${home.env.TRACK_API_KEY}` } },
  })

/** A program that speaks MCP, as assistants do. */
async function assistant(
  mode: VersionNegotiationMode = 'legacy',
  its: Record<string, string> = { ...home.env, HOME: home.path },
  transport: Transport = 'stdio',
) {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  await client.connect(transport === 'http' ? httpTransport() : stdioTransport(its))
  const call = async (name: string, input?: object) => {
    const { content, isError } = await client.callTool({ name, arguments: input as Record<string, unknown> })
    const [first] = content as { text: string }[]
    return { answer: JSON.parse(first!.text) as Answer, isError: isError ?? false }
  }
  return { client, call }
}

it('hears a last line that does not end', async () => {
  const ping = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'ping' })
  const { stdout, code } = await track(home.path, ['mcp'], { env: home.env, input: ping })
  expect([JSON.parse(stdout), code]).toEqual([{ jsonrpc: '2.0', id: 7, result: {} }, 0])
})

/** Tools that take several operations. */
const COMPOSED = ['items_add_many', 'plan_week']

describe.each([
  ['legacy', 'stdio'],
  ['auto', 'stdio'],
  ['legacy', 'http'],
  ['auto', 'http'],
] as const)('MCP in its %s version, over %s', (mode, transport) => {
  const connected = () => assistant(mode, undefined, transport)

  it('names itself, tells what Track is, and offers tools read off the table', async () => {
    const { client } = await connected()
    expect(client.getNegotiatedProtocolVersion()).toBe(mode === 'auto' ? '2026-07-28' : '2025-11-25')
    expect(client.getServerVersion()).toMatchObject({ name: 'track', title: 'Track' })
    expect(client.getInstructions()).toContain('batch_run')
    const { tools } = await client.listTools()
    expect(tools.length).toBeGreaterThan(15)
    for (const { name, description, inputSchema, annotations } of tools) {
      if (COMPOSED.includes(name)) continue
      const operation = allOperations.find((one) => one.name === name.replace('_', '.'))!
      expect(description).toContain(operation.description)
      expect(operation.role).toBe('user')
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
      expect(inputSchema).not.toHaveProperty('anyOf')
      expect(annotations).toMatchObject({ readOnlyHint: operation.method === 'GET', openWorldHint: false })
    }
    expect(tools.find(({ name }) => name === 'items_remove')!.annotations!.destructiveHint).toBe(true)
    await client.close()
  })

  it('adds, finds, completes and takes back', async () => {
    const { client, call } = await connected()
    const word = `dentist${mode}${transport}`
    const { answer: added } = await call('items_add', { text: `Call the ${word} tomorrow #health p1 ~15m` })
    expect(added).toMatchObject({ title: `Call the ${word}`, priority: 1, tags: ['health'], estimate: 15 })
    expect(Object.values(added)).not.toContain(null)
    expect((await call('search_find', { q: word })).answer.items).toHaveLength(1)
    expect((await call('items_done', { id: added.id })).answer).toMatchObject({
      item: { id: added.id, status: 'done' },
    })
    const { changes } = (await call('changes_list')).answer as unknown as {
      changes: { client: string; op: string; revision: number }[]
    }
    expect(changes[0]).toMatchObject({ client: 'mcp', op: 'items.done' })
    expect((await call('changes_undo', { revision: changes[0]!.revision })).answer).toMatchObject({
      did: `undid: done Call the ${word}`,
      changed: [{ id: added.id, did: 'done', fields: { status: { before: 'todo', after: 'done' } } }],
    })
    expect((await call('items_get', { id: added.id })).answer).toMatchObject({ status: 'todo' })
    await client.close()
  })

  it('adds many items as one write, and plans a week', async () => {
    const { client, call } = await connected()
    const word = `plan${mode}${transport}`
    const items = [{ text: `${word} one ~30m` }, { kind: 'todo', title: `${word} two`, estimate: 45 }]
    const { answer: many } = await call('items_add_many', { items })
    const added = many.added as { id: string; title: string }[]
    expect(added.map(({ title }) => title)).toEqual([`${word} one`, `${word} two`])
    const assign = added.map(({ id }) => ({ id, due: 'in 3 days' }))
    const { answer: week } = await call('plan_week', { assign })
    const days = week.days as { date: string; weekday: string; items?: { title: string }[] }[]
    expect(days).toHaveLength(7)
    expect(days[3]!.items!.map(({ title }) => title)).toEqual(expect.arrayContaining([`${word} one`, `${word} two`]))
    const undone = await call('changes_undo', { revision: week.revision })
    expect(undone.answer.changed).toHaveLength(2)
    await call('changes_undo', { revision: many.revision })
    expect((await call('search_find', { q: word })).answer.items).toEqual([])
    await client.close()
  })

  it('works in a shared space that is named, and in none of others', async () => {
    const name = `flat-${mode}-${transport}`
    await track(home.path, ['space', 'add', name], { env: home.env })
    const { client, call } = await connected()
    expect((await call('spaces_list')).answer.spaces).toEqual(
      expect.arrayContaining([expect.objectContaining({ name, role: 'owner' })]),
    )
    const { answer: added } = await call('items_add', { space: name, kind: 'grocery', title: `Soap ${name}` })
    expect((await call('items_list', { space: name })).answer.items).toMatchObject([{ id: added.id }])
    expect((await call('search_find', { q: name })).answer.items).toMatchObject([{ id: added.id, space: name }])
    expect((await call('items_list', { q: name })).answer.items).toEqual([])
    expect((await call('items_add_many', { space: name, items: [{ text: 'grocery: salt' }] })).isError).toBe(false)
    expect((await call('items_list', { space: name })).answer.items).toHaveLength(2)
    expect(await call('items_list', { space: 'nobody' })).toMatchObject({
      isError: true,
      answer: { code: 'not_found' },
    })
    await client.close()
  })

  it('tells the model what to do after each failure', async () => {
    const { client, call } = await connected()
    expect(await call('items_add_many', { items: [{ text: 'Fine' }, { kind: 'grocery', title: '' }] })).toEqual({
      isError: true,
      answer: {
        code: 'invalid',
        detail: 'entry 2: title: may not be empty',
        errors: [{ path: 'items.1.title', message: 'may not be empty' }],
        next: expect.stringContaining('Mend the fields'),
      },
    })
    expect((await call('items_done', { id: 't-0000' })).answer).toMatchObject({
      code: 'not_found',
      next: expect.stringContaining('search_find'),
    })
    await client.close()
  })
})

describe('track mcp', () => {
  it('says what is wrong as the API does, so that a model can mend it', async () => {
    const { client, call } = await assistant()
    const { answer, isError } = await call('items_add', { kind: 'grocery', title: '', recipient: 'Mom', due: '6/1' })
    expect(isError).toBe(true)
    expect(answer.code).toBe('invalid')
    expect((answer.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual(['due', 'recipient', 'title'])
    expect(await call('items_get', { id: 't-0000' })).toMatchObject({ isError: true, answer: { code: 'not_found' } })
    await expect(client.callTool({ name: 'users_rotate', arguments: { name: 'admin' } })).rejects.toThrow(
      /users_rotate/,
    )
    await client.close()
  })

  it('does several things as one, and none when one is wrong', async () => {
    const { client, call } = await assistant()
    const add = (title: string, due?: string) => ({ op: 'items.add', input: { kind: 'grocery', title, due } })
    expect(await call('batch_run', { operations: [add('Butter'), add('Flour', 'someday')] })).toMatchObject({
      isError: true,
      answer: { code: 'invalid' },
    })
    expect((await call('items_list', { kind: 'grocery' })).answer).toEqual({ items: [] })
    expect(
      (await call('batch_run', { operations: [add('Butter'), add('Flour', 'tomorrow')] })).answer.results,
    ).toHaveLength(2)
    expect((await call('items_list', { kind: 'grocery' })).answer.items.map(({ title }) => title)).toEqual([
      'Butter',
      'Flour',
    ])
    await client.close()
  })

  it('gives long lists a part at a time', async () => {
    const { client, call } = await assistant()
    await call('batch_run', {
      operations: Array.from({ length: 60 }, (_, i) => ({
        op: 'items.add',
        input: { kind: 'shopping', title: `Thing ${i}` },
      })),
    })
    const { answer: first } = await call('items_list', { kind: 'shopping' })
    expect(first.items).toHaveLength(50)
    expect((await call('items_list', { kind: 'shopping', cursor: first.next_cursor })).answer.items).toHaveLength(10)
    await client.close()
  })

  it('says little of what is long, and how to get the rest', async () => {
    const { client, call } = await assistant()
    const notes = 'A long story. '.repeat(200).trim()
    const { answer: added } = await call('items_add', { kind: 'gift', title: 'Book', recipient: 'Mom', notes })
    const [listed] = (await call('items_list', { kind: 'gift' })).answer.items as { notes?: string }[]
    expect(listed!.notes!.length).toBeLessThan(600)
    expect(listed!.notes).toContain('items_get')
    expect((await call('items_get', { id: added.id })).answer.notes).toBe(notes)
    await call('items_update', { id: added.id, due: 'none', budget: 30, priority: 2 })
    const { changes } = (await call('changes_list', { limit: 1 })).answer as unknown as {
      changes: { changed: object[] }[]
    }
    expect(changes[0]!.changed).toEqual([
      {
        id: added.id,
        title: 'Book',
        did: 'changed',
        fields: { budget: { after: 30 }, priority: { before: 3, after: 2 } },
      },
    ])
    await client.close()
  })

  it('goes on with the new key when the old one is replaced', async () => {
    const folder = newHome()
    const configured = (key: string) => track(folder.path, ['config', '--api-url', home.server.url], { input: key })
    const made = await track(home.path, ['user', 'add', 'eve'], { env: home.env })
    await configured(/trk_\w+/.exec(made.stdout)![0])
    const { client, call } = await assistant('legacy', { HOME: folder.path })
    expect((await call('items_list')).isError).toBe(false)
    const rotated = await track(home.path, ['user', 'rotate', 'eve'], { env: home.env })
    expect(await call('items_list')).toMatchObject({
      isError: true,
      answer: { code: 'unauthenticated', next: expect.stringContaining('track config') as string },
    })
    await configured(/trk_\w+/.exec(rotated.stdout)![0])
    expect((await call('items_list')).isError).toBe(false)
    await client.close()
    folder.remove()
  })

  const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`
  const hello =
    line({
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } },
    }) + line({ method: 'notifications/initialized' })
  const callOf = (id: number, name: string, input: object) =>
    line({ id, method: 'tools/call', params: { name, arguments: input } })

  it('answers all that a pipe has asked before it ends, in the order of the asking', async () => {
    const calls = Array.from({ length: 20 }, (_, i) =>
      callOf(i + 1, 'items_add', { kind: 'chore', every: 'daily', title: `From a pipe ${i}` }),
    ).join('')
    const { code, stdout, stderr } = await track(home.path, ['mcp'], {
      env: home.env,
      input: hello + calls + callOf(21, 'items_list', { kind: 'chore' }),
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const answers = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { id: number; result: { isError?: true; content: [{ text: string }] } })
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 22 }, (_, i) => i))
    for (const { result } of answers) expect(result.isError).toBeUndefined()
    const { items } = JSON.parse(answers.at(-1)!.result.content[0].text) as Answer
    expect(items.map(({ title }) => title)).toEqual(Array.from({ length: 20 }, (_, i) => `From a pipe ${i}`))
  })

  it('refuses lines that are none of the protocol, however long, and goes on', async () => {
    const { code, stdout, stderr } = await track(home.path, ['mcp'], {
      env: home.env,
      input: `${hello}no JSON\n\n{"id":7}\n[]\n"${'x'.repeat(5_000_000)}"\n${callOf(1, 'views_today', {})}`,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const answers = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { id: number | null; error?: { code: number; message: string } })
    const refused = answers.filter(({ error }) => error)
    expect(refused.map(({ id, error }) => [id, error!.code])).toEqual([
      [null, -32700],
      [7, -32600],
      [null, -32600],
      [null, -32600],
    ])
    expect(refused.at(-1)!.error!.message).toContain('4194304')
    expect(answers.filter(({ error }) => !error).map(({ id }) => id)).toEqual([0, 1])
  })

  it('does not wait for an end that does not come', async () => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'pipe', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    }
    const listen = line({
      id: 1,
      method: 'subscriptions/listen',
      params: { _meta: meta, notifications: { toolsListChanged: true } },
    })
    const { code, stdout } = await track(home.path, ['mcp'], { env: home.env, input: listen })
    expect(code).toBe(0)
    expect(stdout).toContain('acknowledged')
  })

  it('says where it is not configured, and nothing to the program', async () => {
    expect(await track(home.path, ['mcp'], { input: hello })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: track is not configured. Run: track config\n',
    })
  })

  it('tells the model when the key is refused or the server is away', async () => {
    const refused = await track(home.path, ['mcp'], {
      env: { ...home.env, TRACK_API_KEY: `trk_${'x'.repeat(43)}` },
      input: hello + callOf(1, 'views_today', {}),
    })
    expect(refused.stdout).toMatch(/unauthenticated.*"isError":true/)
    expect(refused.stdout).not.toContain('xxx')
    const away = await track(home.path, ['mcp'], {
      env: { ...home.env, TRACK_API_URL: 'http://127.0.0.1:9' },
      input: hello + callOf(1, 'views_today', {}),
    })
    expect(away.stdout).toMatch(/unavailable.*"isError":true/)
  })
})
