import type { Item } from '#domain/fields.ts'
import type { Call, Reply, Send } from './sender.ts'
import type { Random } from './random.ts'

/** An acknowledged write, with the items of the answer. */
export interface Acknowledged {
  call: Call
  revision: number
  items: Item[]
}

interface Write extends Call {
  key: string
  valid: boolean
}

const UNKNOWN_ID = 't-ffffffffff'
const UNAVAILABLE = 503
const WAIT_MS = 20
/** One response in this many is dropped. */
const LOST_RESPONSE_EVERY = 20

/** A concurrent writer. Retries writes without an answer, also with a dropped one, under the same idempotency key. */
export class Writer {
  readonly #name: string
  readonly #random: Random
  /** One write in this many is invalid; 0: none. */
  readonly #invalidEvery: number
  #count = 0
  #open: string[] = []
  #pending: Write | null = null
  acknowledged: Acknowledged[] = []
  /** Valid writes that were refused, invalid ones that were accepted. */
  readonly wrong: string[] = []
  refused = 0
  unavailable = 0

  constructor(name: string, random: Random, invalidEvery: number) {
    this.#name = name
    this.#random = random
    this.#invalidEvery = invalidEvery
  }

  /** Writes until `ended` or until the server stops answering. */
  async run(send: Send, ended: () => boolean): Promise<void> {
    while (!ended()) {
      this.#pending ??= this.#next()
      if (!(await this.#attempt(send))) return
    }
  }

  get hasPending(): boolean {
    return this.#pending !== null
  }

  /** Retries the pending write. Returns its revision, or null if it was invalid. */
  async repeat(send: Send): Promise<number | null> {
    const before = this.acknowledged.length
    while (this.#pending) if (!(await this.#attempt(send))) throw new Error(`${this.#name} got no answer again`)
    return this.acknowledged.length > before ? this.acknowledged.at(-1)!.revision : null
  }

  async #attempt(send: Send): Promise<boolean> {
    const write = this.#pending!
    let reply: Reply
    try {
      reply = await send(write)
    } catch {
      return false
    }
    if (reply.status === UNAVAILABLE) {
      this.unavailable++
      await new Promise((done) => setTimeout(done, WAIT_MS))
      return true
    }
    if (this.#random.oneIn(LOST_RESPONSE_EVERY)) return true // dropped: the write is retried
    this.#pending = null
    const good = reply.status < 300
    if (good !== write.valid)
      this.wrong.push(
        `${write.method} ${write.path} ${JSON.stringify(write.body)}: ${reply.status} ${JSON.stringify(reply.body)}`,
      )
    else if (good) this.#acknowledge(write, reply.body)
    else this.refused++
    return true
  }

  #acknowledge(call: Call, body: unknown): void {
    const answers = (body as { results?: unknown[] }).results ?? [body]
    const items = answers
      .flatMap((answer) =>
        'item' in (answer as object) ? Object.values(answer as { item: Item; added: Item | null }) : [answer as Item],
      )
      .filter((item) => item !== null)
    const closed = new Set(items.filter((item) => item.status === 'done').map((item) => item.id))
    this.#open = [...new Set([...this.#open, ...items.map((item) => item.id)])].filter((id) => !closed.has(id))
    this.acknowledged.push({ call, revision: Math.max(...items.map((item) => item.revision)), items })
  }

  #next(): Write {
    const n = ++this.#count
    const key = `${this.#name}-${n}`
    const write = (path: string, body: object, valid = true): Write => ({ method: 'POST', path, body, key, valid })
    const add = (part: string) => ({
      kind: 'todo',
      title: `${key} ${part}`,
      priority: this.#random.below(5) + 1,
      notes: 'n'.repeat(this.#random.below(2000)),
      ...(this.#random.oneIn(3) && { every: 'weekly', due: 'today' }),
    })
    const existing = this.#open.length ? this.#random.of(this.#open) : null
    if (this.#invalidEvery && n % this.#invalidEvery === 0) {
      return this.#random.of([
        write('/api/items', { ...add('is nothing'), title: ' ' }, false),
        write(`/api/items/${UNKNOWN_ID}/done`, {}, false),
        write(
          '/api/batch',
          {
            operations: [
              { op: 'items.add', input: add('of a batch that fails') },
              { op: 'items.done', input: { id: UNKNOWN_ID } },
            ],
          },
          false,
        ),
        write(`/api/items/${existing ?? UNKNOWN_ID}/move`, { before: UNKNOWN_ID }, false),
      ])
    }
    const what = existing ? this.#random.below(10) : 0
    if (what < 4) return write('/api/items', add('alone'))
    if (what < 6) return write(`/api/items/${existing}/done`, {})
    if (what < 8)
      return write(
        `/api/items/${existing}/move`,
        this.#random.oneIn(2)
          ? { to: this.#random.of(['top', 'bottom', 'up', 'down']) }
          : { after: this.#random.of(this.#open) },
      )
    return write('/api/batch', {
      operations: [
        { op: 'items.add', input: add('first') },
        { op: 'items.done', input: { id: existing } },
        { op: 'items.add', input: add('second') },
      ],
    })
  }
}
