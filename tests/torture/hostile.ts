import { readFileSync } from 'node:fs'
import { STATUS } from '#contract/problems.ts'
import { allOperations } from '#contract/operations.ts'
import { KINDS } from '#domain/kinds.ts'
import { serve, type Server } from '../program/run.ts'
import { JournalReplay } from './journal-replay.ts'
import { type Send, sender } from './sender.ts'
import { type RawResponse, exchange } from './raw-exchange.ts'
import type { Target } from './targets.ts'
import { type ApiDescription, type HostileRequest, HostileRequests, type Known } from './hostile-requests.ts'
import { Random } from './random.ts'

export interface HostileOptions {
  requests: number
  seed: number
  progress?(line: string): void
}

export interface HostileResult {
  requests: number
  /** Responses by status; 0: the connection ended without a response. */
  statuses: Record<string, number>
  slowestMs: number
  /** Resident memory in MiB after the first fifth of the requests, when it has warmed up, and at the end. */
  memory: { early: number; late: number }
  /** Problems, each with the request that caused it. */
  findings: string[]
}

const UNLIMITED = { TRACK_RATE_LIMIT: '0', TRACK_AUTH_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error' }
const CONCURRENCY = 8
/** Each user gets this many requests, so that no account grows beyond a realistic size. */
const REQUESTS_PER_VICTIM = 500
const HANG_MS = 1000
/** Allowed growth of memory after the first fifth: the fluctuation of garbage collection. */
export const MAX_GROWTH_MB = 64
const LEAKS = /\n\s+at |node_modules|\.js:\d|SQLITE_|sqlite3?_|syntax error at or near|no such (table|column)|canary's/
const SECRET = "canary's own"

/** Sends malicious requests; checks that each gets a proper response and that all data is consistent afterwards. */
export async function sendHostileRequests(
  target: Target,
  { requests, seed, progress }: HostileOptions,
): Promise<HostileResult> {
  const server = await serve(target.home, { ...UNLIMITED, ...target.env })
  const port = Number(new URL(server.url).port)
  const made = new HostileRequests(
    JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as ApiDescription,
    new Random(seed),
  )
  const result: HostileResult = { requests: 0, statuses: {}, slowestMs: 0, memory: { early: 0, late: 0 }, findings: [] }
  try {
    const canary = await newUser(server, 'canary')
    await canary.send({
      method: 'POST',
      path: '/api/items',
      body: { kind: 'todo', title: SECRET, notes: SECRET, tags: ['canary'], due: 'today' },
    })
    const before = await readAll(canary.send)
    while (result.requests < requests) {
      const victim = await newUser(server, `victim-${result.requests}`)
      const known = await createKnown(server, victim)
      await Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          for (let n = 0; n < REQUESTS_PER_VICTIM / CONCURRENCY && result.requests < requests; n++) {
            result.requests++
            await sendOne(port, made.next(known), result)
          }
        }),
      )
      await checkAfterwards(victim.send, result)
      victim.close()
      result.memory.late = residentMemoryMb(server)
      if (result.requests <= requests / 5 || !result.memory.early) result.memory.early = result.memory.late
      progress?.(`${target.name}, ${hostileSummary(result)}`)
    }
    if ((await readAll(canary.send)) !== before) result.findings.push("a bystander's data changed")
    canary.close()
    result.findings.push(
      ...(await target.findDamage()),
      ...server
        .stderr()
        .split('\n')
        .filter((line) => line.includes('"a bug"')),
    )
    return result
  } catch (cause) {
    const { exitCode, signalCode } = server.child
    throw new Error(`the server (ended with ${exitCode ?? signalCode}) answers no more: ${server.stderr()}`, { cause })
  } finally {
    await server.stop('SIGKILL')
  }
}

export function hostileSummary({ requests, statuses, slowestMs, memory, findings }: HostileResult): string {
  const counts = Object.entries(statuses)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ')
  const growth = `memory ${memory.early} → ${memory.late} MiB`
  return `${requests} requests (${counts}), slowest ${Math.round(slowestMs)} ms, ${growth}, ${findings.length} findings`
}

async function sendOne(port: number, request: HostileRequest, result: HostileResult): Promise<void> {
  let answer = await exchange(port, request)
  // the machine may be busy: only a repeated delay counts
  for (let again = 0; again < 3 && answer.ms > HANG_MS && !answer.hung; again++) answer = await exchange(port, request)
  result.statuses[answer.status] = (result.statuses[answer.status] ?? 0) + 1
  result.slowestMs = Math.max(result.slowestMs, answer.ms)
  const wrong = findProblem(answer, request)
  if (wrong)
    result.findings.push(
      `${wrong}\n${request.bytes.toString('latin1').slice(0, 1500)}\n→ ${answer.head}\n${answer.body.slice(0, 500)}`,
    )
}

function findProblem({ status, head, body, ms, hung }: RawResponse, { unfinished }: HostileRequest): string | null {
  if (hung) return 'no answer'
  if (ms > HANG_MS) return `an answer after ${Math.round(ms)} ms`
  if (status === 0) return unfinished ? null : 'the connection ended without an answer'
  if (status >= 500) return `status ${status}`
  if (LEAKS.test(body) || LEAKS.test(head)) return 'it shows what nobody should see'
  if (status < 400 || status === 405 || body === '') return null
  if (isJsonRpcError(body)) return null
  if (!/^content-type: application\/problem\+json/im.test(head)) return 'a refusal that is no problem+json'
  return isProblem(body, status) ? null : 'a problem that is none'
}

/** As MCP refuses what is no message of its own. */
const isJsonRpcError = (body: string): boolean => body.startsWith('{"jsonrpc":"2.0","error":{"code":-32')

function isProblem(body: string, expected: number): boolean {
  try {
    const { code, status, detail } = JSON.parse(body) as { code: keyof typeof STATUS; status: number; detail: string }
    return status === expected && STATUS[code] === expected && detail.length > 0
  } catch {
    return false
  }
}

interface User {
  key: string
  send: Send
  close(): void
}

async function newUser(server: Server, name: string): Promise<User> {
  const admin = sender(server.url, server.key)
  const { body } = await admin.send({ method: 'POST', path: '/api/users', body: { name } })
  admin.close()
  const key = (body as { api_key: string }).api_key
  return { key, ...sender(server.url, key) }
}

/** Everything that a user can read, as text, for comparison. */
async function readAll(send: Send): Promise<string> {
  const paths = [
    '/api/me',
    '/api/items?status=all',
    '/api/today',
    '/api/projects',
    '/api/changes?since=0',
    '/api/calendar',
  ]
  return JSON.stringify(await Promise.all(paths.map((path) => send({ method: 'GET', path }))))
}

/** Adds one of everything to a user, and returns the values that requests can refer to. */
async function createKnown(server: Server, { key, send }: User): Promise<Known> {
  const add = async (path: string, body: object) =>
    (await send({ method: 'POST', path, body })).body as { id: string; slug: string }
  const project = await add('/api/projects', { title: 'Boat', type: 'engineering' })
  const feature = await add('/api/projects/boat/features', { title: 'Hull' })
  const items = await Promise.all(
    KINDS.map((kind) =>
      add('/api/items', { kind, title: `A ${kind}`, every: 'weekly', ...(kind === 'task' && { project: 'boat' }) }),
    ),
  )
  const { body } = await send({ method: 'GET', path: '/api/calendar' })
  const ids = items.map((item) => item.id)
  return {
    keys: {
      admin: server.key,
      member: key,
      feed: (body as { feed_key: string }).feed_key,
      none: `trk_${'x'.repeat(43)}`,
    },
    fields: {
      id: [...ids, feature.id],
      before: ids,
      after: ids,
      item: ids,
      feature: [feature.id, null],
      slug: [project.slug, 'cabin'],
      project: [project.slug, null],
      pool: ['todos', 'chores', 'shopping', 'groceries', 'boat'],
      kind: KINDS,
      priority: [1, 5],
      tags: [['a', 'b'], []],
      notes: ['# Notes\n- one', null],
      estimate: [15, '1h30m', null],
      recipient: ['Mom'],
      occasion: ['Birthday'],
      budget: [12.5, '$9'],
      url: ['https://example.com/x'],
      last_done: ['yesterday'],
      timezone: ['Asia/Tokyo'],
      type: ['engineering'],
      title: ['Fine'],
      name: ['nobody', 'somebody-else'],
      key: [key],
      q: ['a'],
      text: ['Call mom tomorrow #home p1'],
      every: ['weekly', 'mon,thu', '3 months', null],
      due: ['today', '2026-12-31', null],
      limit: [1, 1000],
      days: [14, 366],
      since: [0, 3],
      on: ['today'],
      stage: ['given'],
      to: ['top'],
      drop: [true],
      force: [true],
    },
    operations: [
      ...allOperations.filter((operation) => operation.batch).map((operation) => operation.name),
      'batch.run',
      'users.remove',
      '__proto__.x',
      'items.constructor',
    ],
  }
}

/** Checks that a user's journal replays to the items, and that the server still accepts a write. */
async function checkAfterwards(send: Send, result: HostileResult): Promise<void> {
  const { gaps, mismatched } = await new JournalReplay().check(send, [])
  if (gaps || mismatched)
    result.findings.push(`the journal skips ${gaps} revisions, ${mismatched} items differ from it`)
  const { status } = await send({ method: 'POST', path: '/api/items', body: { kind: 'todo', title: 'Still here' } })
  if (status !== 201) result.findings.push(`a good write got ${status}`)
}

/** Resident memory of the server, in MiB. */
function residentMemoryMb({ child }: Server): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]
  return Math.round(Number(kilobytes) / 1024)
}
