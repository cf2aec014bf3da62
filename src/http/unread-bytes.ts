import type { ServerResponse } from 'node:http'

/** Unread bytes by response, as they were counted last, and their sum. */
interface Account {
  readonly counted: Map<ServerResponse, number>
  total: number
}

/** Part of the bound by which a count may exceed it before all are counted anew: readers take bytes meanwhile. */
const SLACK = 1 / 16

/**
 * Counts what readers have not taken of all streams and answers of one owner together. Where that is more than the
 * bound, the connections of the most unread ones are closed: of this owner, never of another.
 */
export class UnreadBytes {
  readonly #max: number
  readonly #accounts = new Map<string, Account>()
  /** Bytes that are kept besides what was written, until the response has left. */
  readonly #held = new WeakMap<ServerResponse, number>()

  constructor(max: number) {
    this.#max = max
  }

  /** To be called whenever something was written to a response of this owner. `held`: bytes that are yet to be. */
  count(owner: string, response: ServerResponse, held = 0): void {
    if (isGone(response)) return
    if (held) this.#held.set(response, held)
    const account = this.#accountOf(owner)
    const before = account.counted.get(response)
    if (before === undefined) response.on('close', () => this.#forget(owner, response))
    this.#set(account, response, this.of(response))
    if (account.total > this.#max * (1 + SLACK)) this.#closeMostUnread(account)
  }

  /** The unread bytes of a response. */
  of(response: ServerResponse): number {
    return isGone(response) ? 0 : response.writableLength + (this.#held.get(response) ?? 0)
  }

  #accountOf(owner: string): Account {
    let account = this.#accounts.get(owner)
    if (!account) this.#accounts.set(owner, (account = { counted: new Map(), total: 0 }))
    return account
  }

  #set(account: Account, response: ServerResponse, unread: number): void {
    account.total += unread - (account.counted.get(response) ?? 0)
    account.counted.set(response, unread)
  }

  #closeMostUnread(account: Account): void {
    for (const response of account.counted.keys()) this.#set(account, response, this.of(response))
    if (account.total <= this.#max) return
    const mostFirst = [...account.counted].toSorted(([, a], [, b]) => b - a)
    for (const [response] of mostFirst) {
      if (account.total <= this.#max) return
      this.#set(account, response, 0)
      response.req.socket.destroy()
    }
  }

  #forget(owner: string, response: ServerResponse): void {
    const account = this.#accounts.get(owner)!
    this.#set(account, response, 0)
    account.counted.delete(response)
    if (!account.counted.size) this.#accounts.delete(owner)
  }
}

/** A response that waits for an earlier one on its connection is not destroyed with it at once. */
const isGone = ({ destroyed, req }: ServerResponse): boolean => destroyed || req.socket.destroyed
