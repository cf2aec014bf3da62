import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { CliEnvironment } from '#cli/environment.ts'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

const server = useTestServer('http')
const ann = useNewUser(server)
const eve = useNewUser(server)

/** Runs a command of a user; gives its result, and the requests that it sent. */
async function run(key: string, words: string) {
  const sent: string[] = []
  const send = nodeTransport()
  const connect: CliEnvironment['connect'] = (access, listener) =>
    client({
      ...access,
      ...listener,
      url: server.url,
      key,
      transport: (request) => {
        sent.push(`${request.method} ${new URL(request.url).pathname}`)
        return send(request)
      },
      idempotencyKey: randomUUID,
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      now: Date.now,
    })
  const startedAt = Date.parse('2026-03-10T12:01:00Z') // so that the clock's time leaves a Tab a minute
  const line = createCommandLine(connect, { environment: { startedAt } })
  const result = await line.track(words)
  expect(result, `${words}: ${result.err}`).toMatchObject({ code: 0 })
  return { out: result.out.trim(), sent }
}

it('each common command is one request', async () => {
  await ann.track.me.update({ currency: 'EUR' })
  const { id } = await ann.track.items.add({ kind: 'shopping', title: 'Lamp', budget: 20, due: 'today' })
  await ann.track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly' })
  const shown = await run(ann.key, 'today')
  expect(shown).toMatchObject({ sent: ['GET /api/today'] })
  expect(shown.out).toContain('€20')
  const commands = [
    'add Call the dentist tomorrow',
    'add shopping Chair --budget 30',
    'list',
    'list shopping',
    'upcoming',
    'search lamp',
    `show ${id}`,
    `pri ${id} 2`,
    `move ${id} top`,
    `edit ${id} --budget 25`,
    `start ${id}`,
    `done ${id}`,
    `reopen ${id}`,
    'log',
    'projects',
    'me',
  ]
  for (const words of commands) expect((await run(ann.key, words)).sent, words).toHaveLength(1)
})

it('so it is with defaults, by which ids and lists are', async () => {
  await ann.track.spaces.add({ name: 'nest' })
  await ann.track.me.update({ defaults: { groceries: 'nest' } })
  const added = await run(ann.key, 'add grocery Milk')
  expect(added).toMatchObject({ sent: ['POST /api/items'] })
  expect(added.out).toMatch(/^added nest\/g-/)
  expect((await run(ann.key, 'today')).sent).toEqual(['GET /api/today'])
  const listed = await run(ann.key, 'list groceries')
  expect(listed.sent).toEqual(['GET /api/items', 'GET /api/items'])
  expect(listed.out).toContain('Milk')
})

it('a Tab asks for little, however many items there are', async () => {
  const many = await server.addAnyUser()
  const at = '2026-03-01T00:00:00.000Z'
  const items = Array.from({ length: 10_000 }, (_, i) => ({
    id: `t-${(0x10000 + i).toString(16)}`,
    kind: 'todo' as const,
    title: `Item ${i}`,
    status: 'todo' as const,
    tags: [`tag-${i % 9}`],
    created_at: at,
    updated_at: at,
  }))
  await many.track.data.import({ format: 'track', version: 1, projects: [], features: [], items })
  const ids = await run(many.key, '__complete zsh -- done t-')
  expect(ids.sent).toEqual(['GET /api/items'])
  expect(ids.out.split('\n')).toHaveLength(200)
  const known = ids.out.slice(0, 4)
  expect((await run(many.key, `__complete zsh -- done ${known}`)).sent).toHaveLength(2)
  const tags = await run(many.key, '__complete zsh -- list --tag t')
  expect(tags.sent.length).toBeLessThanOrEqual(4)
  expect(tags.out).toContain('tag-1')
})

it('answers tell the command line, and nobody else, who the user is', async () => {
  await eve.track.me.update({ currency: 'SEK' })
  const userFor = async (name: string) =>
    (await server.fetch('/api/today', { key: eve.key, headers: { 'x-track-client': name } })).headers.get('track-user')
  expect(JSON.parse((await userFor('cli'))!)).toEqual({ name: eve.name, currency: 'SEK', defaults: {} })
  expect(await userFor('web')).toBe(null)
  const unknown = await server.fetch('/api/today', {
    key: `trk_${'x'.repeat(43)}`,
    headers: { 'x-track-client': 'cli' },
  })
  expect(unknown.headers.get('track-user')).toBe(null)
})
