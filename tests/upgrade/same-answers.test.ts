import { afterAll, beforeAll, expect, it } from 'vitest'
import { sqliteDatabase } from '#testing/databases.ts'
import { startTestServer, type TestServer } from '#testing/test-server.ts'
import { CHANGES } from './changes-since-0.2.0.ts'
import { Counterparts, type Difference, differences } from './compare.ts'
import { type Exchange, fileOf, recordingOf } from './earlier-release.ts'

/** Of the answers' headers, those that are compared. */
const HEADERS = ['content-type', 'track-revision', 'etag', 'cache-control', 'retry-after', 'location', 'allow']
const JSON_TYPE = 'application/json; charset=utf-8'

const recording = recordingOf('0.2.0')
const counterparts = new Counterparts()
let server: TestServer

/** What a server answers now to a recorded request. */
async function send({ at, method, path, key, headers, body }: Exchange) {
  server.clock.set(at)
  const sent: Record<string, string> = { 'x-track-client': 'cli', 'content-type': 'application/json', ...headers }
  if (key !== undefined) sent['x-track-key'] = counterparts.translate(key)
  if (body === undefined) delete sent['content-type']
  const text = body === undefined ? undefined : counterparts.translate(JSON.stringify(body))
  const response = await server.fetch(counterparts.translate(path), { method, headers: sent, body: text })
  const answered = HEADERS.flatMap((name): [string, string][] => {
    const value = response.headers.get(name)
    if (value === null || (name === 'content-type' && value === JSON_TYPE)) return []
    return [[name, name === 'etag' ? '' : value]]
  })
  const answer = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return {
    status: response.status,
    answered: Object.fromEntries(answered),
    answer: isJson ? (JSON.parse(answer) as unknown) : answer,
  }
}

/** Addresses name the server's port. */
const withoutPort = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/^(https?|webcal):\/\/127\.0\.0\.1:\d+/, '$1://127.0.0.1') : value

const ORDERED = /[?&](kind|project|feature|sort)=/
const ID = /\/([a-z]-[0-9a-f]{4,})(?=\/|$)/

/** Lists whose order was never promised, or is another now (section 6: by due date), in the order of their ids. */
function inOneOrder(path: string, value: unknown): unknown {
  const isUnordered = /^\/api\/(items|snapshot|changes)\b/.test(path) && !ORDERED.test(path)
  const sort = (at: unknown, name: string): unknown => {
    if (Array.isArray(at)) {
      const all = at.map((one) => sort(one, ''))
      return name === 'items' && isUnordered ? all.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)) : all
    }
    if (typeof at !== 'object' || at === null) return withoutPort(at)
    return Object.fromEntries(Object.entries(at).map(([key, one]) => [key, sort(one, key)]))
  }
  return sort(value, '')
}
const idOf = (one: unknown) => JSON.stringify([(one as { title?: string }).title, (one as { id: string }).id])

/** Pages of a list in another order hold other items, and its cursors are others. */
const isPage = ({ path }: Exchange) => path.startsWith('/api/items?') && /[?&](limit|cursor)=/.test(path)

/** Users who were added after the upgrade, and so have other keys, are given other ids, too. */
const isOfNewUser = ({ key = '' }: Exchange) => counterparts.translate(key) !== key

const found: (Difference & { request: string; path: string; body: unknown })[] = []
beforeAll(async () => {
  const file = await fileOf(recording)
  server = await startTestServer('http', { database: () => sqliteDatabase(file) })
  for (const exchange of recording.requests) {
    const { method, path, body, status, answered, answer } = exchange
    const now = await send(exchange)
    if (isPage(exchange)) continue
    const request = `${method} ${path.replace(/\?.*/, '').replace(ID, '/{id}')}`
    const before = { status, answered, answer: inOneOrder(path, answer) }
    for (const one of differences(before, { ...now, answer: inOneOrder(path, now.answer) }, counterparts))
      if (!isOfNewUser(exchange) || !/\bid$/.test(one.where)) found.push({ ...one, request, path, body })
  }
}, 180_000)
afterAll(() => server.close())

it('a server of version 0.2.0 that is upgraded in place answers as before, but for what is meant', () => {
  const isMeant = ({ request, where, kind }: (typeof found)[number]) =>
    CHANGES.some(
      (change) => (change.request?.test(request) ?? true) && change.where.test(where) && (change.kind ?? kind) === kind,
    )
  expect(recording.requests.length).toBeGreaterThan(2000)
  expect(found.filter((one) => !isMeant(one))).toEqual([])
})

it.each(CHANGES)('section $section: $why', ({ request, where, kind }) => {
  const its = found.filter((one) => (request?.test(one.request) ?? true) && where.test(one.where))
  expect(its.some((one) => (kind ?? one.kind) === one.kind)).toBe(true)
})
