import { serve, type Server } from '../program/run.ts'
import { Account, type Findings, revisionOf } from './account.ts'
import { sender } from './calls.ts'
import type { Ground } from './ground.ts'
import { Random } from './random.ts'
import { Writer } from './writer.ts'

export interface KillOptions {
  rounds: number
  writers: number
  /** Every so many writes of each writer is invalid; 0: none is. */
  invalidEvery: number
  seed: number
  progress?(line: string): void
}

export interface Killed extends Findings {
  rounds: number
  acknowledged: number
  /** Writes that the kill left without an answer, and how many of these turned out to be committed. */
  unanswered: number
  committedUnanswered: number
  /** Invalid writes, all refused. */
  refused: number
  unavailable: number
  /** What the database found wrong with itself. */
  damage: string[]
  /** Valid writes refused, invalid ones taken. */
  wrong: string[]
}

const USERS = 4
const UNLIMITED = { TRACK_RATE_LIMIT: '0', TRACK_AUTH_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error' }
const PATIENCE_MS = 900

interface User {
  key: string
  account: Account
  writers: Writer[]
}

/** `kill -9` under many writers, again and again; what was acknowledged is held against what is there afterwards. */
export async function killRounds(ground: Ground, options: KillOptions): Promise<Killed> {
  const random = new Random(options.seed)
  const result: Killed = {
    rounds: 0,
    acknowledged: 0,
    unanswered: 0,
    committedUnanswered: 0,
    refused: 0,
    unavailable: 0,
    lost: 0,
    doubled: 0,
    gaps: 0,
    astray: 0,
    damage: [],
    wrong: [],
  }
  const start = () => serve(ground.home, { ...UNLIMITED, ...ground.env })
  let server = await start()
  try {
    const users = await newUsers(server, options, random)
    while (result.rounds < options.rounds) {
      await hurt(server, users, 20 + random.below(PATIENCE_MS))
      server = await start()
      for (const user of users) await inspect(server, user, result)
      result.damage.push(...(await ground.damage()))
      result.rounds++
      options.progress?.(`${ground.name}, round ${result.rounds}: ${summary(result)}`)
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

export function summary({
  acknowledged,
  unanswered,
  committedUnanswered,
  lost,
  doubled,
  gaps,
  astray,
  damage,
}: Killed): string {
  return `${acknowledged} acknowledged, ${unanswered} unanswered (${committedUnanswered} of them committed); lost ${lost}, doubled ${doubled}, gaps ${gaps}, items astray ${astray}, damage ${damage.length}`
}

async function newUsers(server: Server, { writers, invalidEvery }: KillOptions, random: Random): Promise<User[]> {
  const { send, close } = sender(server.url, server.key)
  const users: User[] = []
  for (let n = 0; n < USERS; n++) {
    const { body } = await send({ method: 'POST', path: '/api/users', body: { name: `user-${n}` } })
    const its = Array.from({ length: writers }, (_, w) => w).filter((w) => w % USERS === n)
    users.push({
      key: (body as { api_key: string }).api_key,
      account: new Account(),
      writers: its.map((w) => new Writer(`w${w}`, new Random(random.below(2 ** 32)), invalidEvery)),
    })
  }
  close()
  return users
}

async function hurt(server: Server, users: readonly User[], after: number): Promise<void> {
  let ended = false
  const senders = users.map((user) => sender(server.url, user.key))
  const writing = users.flatMap(({ writers }, n) => writers.map((writer) => writer.run(senders[n]!.send, () => ended)))
  await new Promise((done) => setTimeout(done, after))
  await server.stop('SIGKILL')
  ended = true
  await Promise.all(writing)
  for (const { close } of senders) close()
}

async function inspect(server: Server, { key, account, writers }: User, result: Killed): Promise<void> {
  const { send, close } = sender(server.url, key)
  const survived = await revisionOf(send)
  for (const writer of writers) {
    if (!writer.waits) continue
    result.unanswered++
    const revision = await writer.repeat(send)
    if (revision !== null && revision <= survived) result.committedUnanswered++
  }
  const acknowledged = writers.flatMap((writer) => writer.acknowledged.splice(0))
  result.acknowledged += acknowledged.length
  const found = await account.check(send, acknowledged)
  for (const name of ['lost', 'doubled', 'gaps', 'astray'] as const) result[name] += found[name]
  close()
}
