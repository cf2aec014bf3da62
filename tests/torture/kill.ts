import { serve, type Server } from '../program/run.ts'
import { JournalReplay, type Findings, revisionOf } from './journal-replay.ts'
import { sender } from './sender.ts'
import type { Target } from './targets.ts'
import { Random } from './random.ts'
import { Writer } from './writer.ts'

export interface KillOptions {
  rounds: number
  writers: number
  /** One write in this many is invalid; 0: none. */
  invalidEvery: number
  seed: number
  progress?(line: string): void
}

export interface KillResult extends Findings {
  rounds: number
  acknowledged: number
  /** Writes without an answer because of the kill, and how many of them had been committed. */
  unanswered: number
  committedUnanswered: number
  /** Refused invalid writes. */
  refused: number
  unavailable: number
  /** Results of the database's integrity check. */
  damage: string[]
  /** Valid writes that were refused, invalid ones that were accepted. */
  wrong: string[]
}

const USERS = 4
const UNLIMITED = { TRACK_RATE_LIMIT: '0', TRACK_AUTH_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error' }
const MAX_WRITING_MS = 900

interface User {
  key: string
  replay: JournalReplay
  writers: Writer[]
}

/**
 * Kills the server under load (SIGKILL), restarts it and compares its data with the acknowledged writes; repeatedly.
 */
export async function killRounds(target: Target, options: KillOptions): Promise<KillResult> {
  const random = new Random(options.seed)
  const result: KillResult = {
    rounds: 0,
    acknowledged: 0,
    unanswered: 0,
    committedUnanswered: 0,
    refused: 0,
    unavailable: 0,
    lost: 0,
    doubled: 0,
    gaps: 0,
    mismatched: 0,
    damage: [],
    wrong: [],
  }
  const start = () => serve(target.home, { ...UNLIMITED, ...target.env })
  let server = await start()
  try {
    const users = await newUsers(server, options, random)
    while (result.rounds < options.rounds) {
      await writeUntilKilled(server, users, 20 + random.below(MAX_WRITING_MS))
      server = await start()
      for (const user of users) await inspect(server, user, result)
      result.damage.push(...(await target.findDamage()))
      result.rounds++
      options.progress?.(`${target.name}, round ${result.rounds}: ${killSummary(result)}`)
    }
    const writers = users.flatMap((user) => user.writers)
    result.wrong = writers.flatMap((writer) => writer.wrong)
    result.refused = writers.reduce((sum, writer) => sum + writer.refused, 0)
    result.unavailable = writers.reduce((sum, writer) => sum + writer.unavailable, 0)
    return result
  } finally {
    await server.stop('SIGKILL')
  }
}

export function killSummary({
  acknowledged,
  unanswered,
  committedUnanswered,
  lost,
  doubled,
  gaps,
  mismatched,
  damage,
}: KillResult): string {
  const writes = `${acknowledged} acknowledged, ${unanswered} unanswered (${committedUnanswered} of them committed)`
  const problems = `lost ${lost}, doubled ${doubled}, gaps ${gaps}, mismatched ${mismatched}, damage ${damage.length}`
  return `${writes}; ${problems}`
}

async function newUsers(server: Server, { writers, invalidEvery }: KillOptions, random: Random): Promise<User[]> {
  const { send, close } = sender(server.url, server.key)
  const users: User[] = []
  for (let n = 0; n < USERS; n++) {
    const { body } = await send({ method: 'POST', path: '/api/users', body: { name: `user-${n}` } })
    const indexes = Array.from({ length: writers }, (_, w) => w).filter((w) => w % USERS === n)
    users.push({
      key: (body as { api_key: string }).api_key,
      replay: new JournalReplay(),
      writers: indexes.map((w) => new Writer(`w${w}`, new Random(random.below(2 ** 32)), invalidEvery)),
    })
  }
  close()
  return users
}

async function writeUntilKilled(server: Server, users: readonly User[], after: number): Promise<void> {
  let ended = false
  const senders = users.map((user) => sender(server.url, user.key))
  const writing = users.flatMap(({ writers }, n) => writers.map((writer) => writer.run(senders[n]!.send, () => ended)))
  await new Promise((done) => setTimeout(done, after))
  await server.stop('SIGKILL')
  ended = true
  await Promise.all(writing)
  for (const { close } of senders) close()
}

async function inspect(server: Server, { key, replay, writers }: User, result: KillResult): Promise<void> {
  const { send, close } = sender(server.url, key)
  const survived = await revisionOf(send)
  for (const writer of writers) {
    if (!writer.hasPending) continue
    result.unanswered++
    const revision = await writer.repeat(send)
    if (revision !== null && revision <= survived) result.committedUnanswered++
  }
  const acknowledged = writers.flatMap((writer) => writer.acknowledged.splice(0))
  result.acknowledged += acknowledged.length
  const found = await replay.check(send, acknowledged)
  for (const name of ['lost', 'doubled', 'gaps', 'mismatched'] as const) result[name] += found[name]
  close()
}
