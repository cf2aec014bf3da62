import { setTimeout as pause } from 'node:timers/promises'
import type { Server } from '../program/run.ts'
import { type Findings, JournalReplay } from './journal-replay.ts'
import { Random } from './random.ts'
import { sender } from './sender.ts'
import { Writer } from './writer.ts'

const READ_PAUSE_MS = 20
const UNAVAILABLE = 503

/** A user with writers on both nodes. */
export class FailoverUser {
  readonly name: string
  key: string
  readonly writers: Writer[]

  constructor(name: string, key: string, writers: Writer[]) {
    this.name = name
    this.key = key
    this.writers = writers
  }

  /** Every other writer writes to the second node. */
  async write(nodes: readonly Server[], ended: () => boolean): Promise<void> {
    const senders = nodes.map((node) => sender(node.url, this.key))
    await Promise.all(this.writers.map((writer, n) => writer.run(senders[n % senders.length]!.send, ended)))
    for (const { close } of senders) close()
  }

  /** The newest write that any of the writers knows of. */
  newest(): { revision: number; id: string } | undefined {
    const last = this.writers.flatMap((writer) => writer.acknowledged.at(-1) ?? [])
    const newest = last.toSorted((a, b) => b.revision - a.revision)[0]
    return newest && { revision: newest.revision, id: newest.items[0]!.id }
  }
}

export async function newUser(
  node: Server,
  admin: string,
  name: string,
  writers: number,
  random: Random,
): Promise<FailoverUser> {
  const { send, close } = sender(node.url, admin)
  const { body } = await send({ method: 'POST', path: '/api/users', body: { name } })
  close()
  const all = Array.from(
    { length: writers },
    (_, n) => new Writer(`${name}-w${n}`, new Random(random.below(2 ** 32)), 0),
  )
  return new FailoverUser(name, (body as { api_key: string }).api_key, all)
}

/** Reads all the time, and compares what it reads with what was acknowledged before. */
export class Readers {
  readonly #nodes: readonly Server[]
  readonly #users: readonly FailoverUser[]
  /** Keys that were replaced. */
  readonly deadKeys: string[] = []
  readonly wrong: string[] = []
  count = 0
  unavailable = 0

  constructor(nodes: readonly Server[], users: readonly FailoverUser[]) {
    this.#nodes = nodes
    this.#users = users
  }

  async run(ended: () => boolean): Promise<void> {
    await Promise.all(
      this.#nodes.map(async (node) => {
        for (let n = 0; !ended(); n++) {
          await Promise.all([this.#readOwn(node, this.#users[n % this.#users.length]!), this.#readDead(node)])
          await pause(READ_PAUSE_MS)
        }
      }),
    )
  }

  /** What was acknowledged before a read must be in its answer. */
  async #readOwn(node: Server, user: FailoverUser): Promise<void> {
    const newest = user.newest()
    if (!newest) return
    const read = async (path: string) => {
      const answer = await this.#read(node, path, user.key, 200)
      const revision = (answer as { revision?: number } | null)?.revision
      if (revision !== undefined && revision < newest.revision)
        this.wrong.push(`GET ${path}: revision ${revision} after ${newest.revision} was acknowledged`)
    }
    await Promise.all([read('/api/me'), read(`/api/items/${newest.id}`), read('/api/today'), read('/api/items')])
  }

  async #readDead(node: Server): Promise<void> {
    const key = this.deadKeys.at(-1 - (this.count % 3))
    if (key) await this.#read(node, '/api/me', key, 401)
  }

  async #read(node: Server, path: string, key: string, expected: number): Promise<unknown> {
    this.count++
    const response = await fetch(node.url + path, { headers: { 'x-track-key': key } })
    const text = await response.text()
    if (response.status === UNAVAILABLE && /^\d+$/.test(response.headers.get('retry-after') ?? '')) {
      this.unavailable++
      return null
    }
    if (response.status !== expected) {
      this.wrong.push(`GET ${path}: ${response.status} instead of ${expected}: ${text.slice(0, 200)}`)
      return null
    }
    return JSON.parse(text)
  }
}

export type WriteFindings = Findings & { acknowledged: number; unavailableWrites: number; wrong: string[] }

/** Compares what the writers were answered with the journal, once each has repeated what it got no answer to. */
export async function findingsOf(node: Server, users: readonly FailoverUser[]): Promise<WriteFindings> {
  const found: WriteFindings = {
    lost: 0,
    doubled: 0,
    gaps: 0,
    mismatched: 0,
    acknowledged: 0,
    unavailableWrites: 0,
    wrong: [],
  }
  for (const { key, writers } of users) {
    const { send, close } = sender(node.url, key)
    for (const writer of writers) await writer.repeat(send)
    const acknowledged = writers.flatMap((writer) => writer.acknowledged)
    const compared = await new JournalReplay().check(send, acknowledged)
    for (const name of ['lost', 'doubled', 'gaps', 'mismatched'] as const) found[name] += compared[name]
    found.acknowledged += acknowledged.length
    found.unavailableWrites += writers.reduce((sum, writer) => sum + writer.unavailable, 0)
    found.wrong.push(...writers.flatMap((writer) => writer.wrong))
    close()
  }
  return found
}
