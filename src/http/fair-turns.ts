import type { Backend } from './backend.ts'

/** How long requests are begun in one turn of the event loop, before what has arrived meanwhile is looked at. */
const TURN_MS = 10
/** Cost counts for half after this time. */
const HALF_LIFE_MS = 5000
/** Of more users than these, those who cost nothing lately are forgotten. */
const MAX_ACCOUNTS = 1000
const FORGOTTEN_MS = 1

/** Reads of one user that are under way. They are sent together; writes are more, to share a commit. */
const MAX_READS = 16
/** Of these, those whose answers may be long: PostgreSQL reads each on a core of its own, which others need, too. */
const MAX_LONG_READS = 1

interface WaitingRead {
  isLong: boolean
  begin(): void
}

/** What a user's requests cost lately, and those that wait. */
interface Account {
  costMs: number
  chargedAt: number
  reads: number
  longReads: number
  readonly waitingWrites: (() => void)[]
  readonly waitingReads: WaitingRead[]
}

/**
 * Shares the event loop among users by the time that their requests take of it. While a turn has time left, a request
 * is begun at once; else it waits, and requests of users who cost less are begun first.
 */
export class FairTurns {
  readonly #accounts = new Map<string, Account>()
  readonly #queued = new Set<Account>()
  readonly #afterAccepting: Backend['afterAccepting']
  #usedMs = 0
  #isScheduled = false

  constructor({ afterAccepting }: Pick<Backend, 'afterAccepting'>) {
    this.#afterAccepting = afterAccepting
  }

  /**
   * The result of a read, which is begun when it is the user's turn. Charged until it ends: what else is done meanwhile
   * delays it as it delays others. `isLong`: whether its answer may be.
   */
  async read<T>(userId: string, isLong: boolean, job: () => Promise<T> | T): Promise<T> {
    const account = this.#accountOf(userId)
    if (!hasRoom(account, isLong) || this.#mustWait(account))
      await this.#turnOf(account, (begin) => account.waitingReads.push({ isLong, begin }))
    account.reads++
    if (isLong) account.longReads++
    const startedAt = performance.now()
    try {
      return await job()
    } finally {
      this.#charge(account, performance.now() - startedAt)
      account.reads--
      if (isLong) account.longReads--
    }
  }

  /** The result of a write, which is begun when it is the user's turn. Charged for its beginning; see `charge`. */
  async write<T>(userId: string, job: () => Promise<T> | T): Promise<T> {
    const account = this.#accountOf(userId)
    if (this.#mustWait(account)) await this.#turnOf(account, (begin) => account.waitingWrites.push(begin))
    const startedAt = performance.now()
    const running = job()
    this.#charge(account, performance.now() - startedAt)
    return running
  }

  #turnOf(account: Account, enqueue: (begin: () => void) => void): Promise<void> {
    this.#schedule()
    this.#queued.add(account)
    return new Promise(enqueue)
  }

  /** Charges a user for the milliseconds of a write that goes on in later turns. */
  charge(userId: string, ms: number): void {
    this.#charge(this.#accountOf(userId), ms)
  }

  #accountOf(userId: string): Account {
    let account = this.#accounts.get(userId)
    if (account) return account
    if (this.#accounts.size >= MAX_ACCOUNTS) this.#forgetIdle()
    account = { costMs: 0, chargedAt: 0, reads: 0, longReads: 0, waitingWrites: [], waitingReads: [] }
    this.#accounts.set(userId, account)
    return account
  }

  #mustWait(account: Account): boolean {
    if (this.#queued.has(account) || this.#usedMs >= TURN_MS) return true
    const cost = costOf(account)
    for (const queued of this.#queued) if (costOf(queued) <= cost) return true
    return false
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#afterAccepting(() => {
      this.#isScheduled = false
      this.#usedMs = 0
      this.#beginNext()
    })
  }

  /** Begins waiting requests one after the other, so that each is charged before the next one is chosen. */
  #beginNext(): void {
    const account = this.#cheapest()
    if (!account) return
    if (this.#usedMs >= TURN_MS) return this.#schedule()
    const begin = mayRead(account) ? account.waitingReads.shift()!.begin : account.waitingWrites.shift()!
    if (!account.waitingWrites.length && !account.waitingReads.length) this.#queued.delete(account)
    begin()
    // after all microtasks, in which a read of an embedded database ends
    queueMicrotask(() => process.nextTick(() => this.#beginNext()))
  }

  #cheapest(): Account | undefined {
    let cheapest: Account | undefined
    for (const account of this.#queued) {
      if (!account.waitingWrites.length && !mayRead(account)) continue
      if (!cheapest || costOf(account) < costOf(cheapest)) cheapest = account
    }
    return cheapest
  }

  #charge(account: Account, ms: number): void {
    this.#schedule()
    this.#usedMs += ms
    account.costMs = costOf(account) + ms
    account.chargedAt = performance.now()
  }

  #forgetIdle(): void {
    for (const [userId, account] of this.#accounts)
      if (!this.#queued.has(account) && !account.reads && costOf(account) < FORGOTTEN_MS) this.#accounts.delete(userId)
  }
}

const hasRoom = ({ reads, longReads }: Account, isLong: boolean): boolean =>
  reads < MAX_READS && (!isLong || longReads < MAX_LONG_READS)

const mayRead = (account: Account): boolean => {
  const [next] = account.waitingReads
  return next !== undefined && hasRoom(account, next.isLong)
}

const costOf = ({ costMs, chargedAt }: Account): number =>
  costMs === 0 ? 0 : costMs * 2 ** ((chargedAt - performance.now()) / HALF_LIFE_MS)
