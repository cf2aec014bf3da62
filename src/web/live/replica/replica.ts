import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { client } from '#client/client.ts'
import { fetchTransport } from '#client/fetch-transport.ts'
import type { CallResult, Track } from '#contract/track.ts'
import type { Change, Me } from '#contract/types.ts'
import type { Day } from '#domain/dates.ts'
import type { TimeOfDay } from '#domain/times.ts'
import { TrackError } from '#domain/errors.ts'
import { SERVER_URL } from '#web/format/addresses.ts'
import type { AccountState, Connection, JoinedSpace } from './account-state.ts'
import { issuedIds, reconcile, noticesIn } from './reconcile.ts'
import { ConfirmedState } from './confirmed-state.ts'
import { ChangeRevisions } from './change-revisions.ts'
import { idsOf, predict, type Prediction } from './optimistic.ts'
import { Queue } from './queue.ts'
import { trackInSpace } from './space-ids.ts'
import { copyOf, idsIn, type RejectedChange, type State, type PendingChange } from './state.ts'
import { ownerIn, Storage } from './storage.ts'

/** A change that was made in this page, as undo needs it. */
export interface LocalChange {
  seq: number
  description: string
  /** false where the state seems to be so already. */
  hasEffect: boolean
}

const RELOAD_PAUSE_MS = 5000

/** The number of the last change of this tab, whichever space it is in. */
let lastSeq = Date.now() * 1000

/** Operations of one's own journal after which the user's settings, and the spaces that they are in, may be others. */
const isAboutAccount = (op: string): boolean => /^(me|spaces|members)\./.test(op)

/**
 * The data of one of the user's spaces, live: a change shows at once and is sent as soon as there is a network; changes
 * of others arrive by themselves.
 */
export class Replica {
  /** null: one's own. */
  readonly space: JoinedSpace | null
  readonly state: ReadonlySignal<State>
  readonly me: ReadonlySignal<Me>
  readonly today: ReadonlySignal<Day>
  readonly time: ReadonlySignal<TimeOfDay>
  readonly connection: ReadonlySignal<Connection>
  /** Changes that the server has not answered yet, in order. */
  readonly pending: ReadonlySignal<readonly PendingChange[]>
  readonly rejected: ReadonlySignal<readonly RejectedChange[]>
  /** Nothing is stored yet, and the first load is under way. */
  readonly isEmpty: ReadonlySignal<boolean>
  /** The id that the server gave each item that was added here, by its provisional id. */
  readonly renamed = signal<ReadonlyMap<string, string>>(new Map())
  /** The last revision that the server has sent; views that query the server depend on it. */
  readonly revision: ReadonlySignal<number>
  /** Calls the server directly, for what the replica does not hold. */
  readonly track: Track

  readonly #account: AccountState
  readonly #confirmed: ConfirmedState
  readonly #queue: Queue
  readonly #storage: Storage
  readonly #version = signal(0)
  readonly #tab = crypto.randomUUID()
  #leave: () => void = () => {}
  /** Pending until the replica is closed: its lock keeps other tabs from sending its queue. */
  readonly #open = new Promise<void>((leave) => (this.#leave = leave))
  /** Writes received while a change of this page is being sent, whose effect would show twice, or during a load. */
  #deferred: Change[] = []
  readonly #revisions = new ChangeRevisions()
  #loading: Promise<void> | null = null
  #reload: ReturnType<typeof setTimeout> | undefined
  #closed = false

  private constructor(account: AccountState, space: JoinedSpace | null, storage: Storage) {
    this.#account = account
    this.space = space
    this.#storage = storage
    this.#confirmed = new ConfirmedState(storage, account.me, space !== null)
    const track = client({
      url: SERVER_URL,
      key: account.key,
      client: 'web',
      transport: fetchTransport(),
      idempotencyKey: () => crypto.randomUUID(),
      sleep: (ms) => this.#pause(ms),
      now: Date.now,
    })
    this.track = space ? trackInSpace(track, space.name) : track
    this.#queue = new Queue(storage, {
      track: () => this.track,
      answered: (change, result) => this.#reconcile(change, result),
      refused: (changes) => {
        for (const { seq } of changes) this.#revisions.resolve(seq, null)
        this.#publish()
      },
      locked: () => account.lock(),
      changed: () => this.#publish(),
    })
    const versioned = <T>(read: () => T) => computed(() => (this.#version.value, read()))
    this.state = versioned(() => ({ ...this.#queue.applyTo(this.#confirmed.entities) }))
    this.revision = versioned(() => this.#confirmed.revision)
    this.isEmpty = versioned(() => this.#confirmed.revision < 0)
    this.pending = versioned(() => [...this.#queue.pending])
    this.rejected = versioned(() => this.#queue.rejected)
    this.me = account.me
    this.today = account.today
    this.time = account.time
    this.connection = account.connection
  }

  /** Opens what this browser stores of one's own space (null) or a shared one; `wake` synchronizes from there. */
  static async open(account: AccountState, space: JoinedSpace | null): Promise<Replica> {
    const replica = new Replica(account, space, await Storage.open(ownerIn(account.me.peek().id, space)))
    await replica.#confirmed.restore()
    void navigator.locks?.request(`track-tab-${replica.#tab}`, () => replica.#open)
    const { held = [] } = (await navigator.locks?.query()) ?? {}
    await replica.#queue.restore(
      replica.#tab,
      new Set(held.map(({ name }) => name!.replace('track-tab-', '')).filter((tab) => tab !== replica.#tab)),
    )
    for (const { seq } of replica.#queue.pending) replica.#revisions.expect(seq)
    replica.#publish()
    return replica
  }

  /** Goes on with what is stored: loads it if nothing is, and sends what waits. */
  wake(): void {
    if (this.#confirmed.revision < 0) void this.#load()
    else this.#account.follow()
    this.#queue.send()
  }

  /** Makes a change: it shows at once, and is sent as soon as possible. Dates in `input` are days, never words. */
  do(op: PendingChange['op'], input: Record<string, unknown>, description: string): LocalChange {
    const me = this.me.value
    const change: PendingChange = {
      seq: ++lastSeq,
      tab: this.#tab,
      op,
      ...(this.space && { in: { space: this.space.name, user: me.name } }),
      input,
      description,
      key: crypto.randomUUID(),
      at: new Date().toISOString(),
      today: this.today.value,
      timezone: me.timezone,
      newIds: [],
      changedIds: [],
      ...(op === 'items.update' && { ifMatch: this.#confirmed.entities.items.get(input.id as string)?.revision }),
    }
    const prediction = this.#predict(change)
    this.#revisions.expect(change.seq)
    this.#queue.add({ ...change, ...(prediction ? idsOf(prediction) : { changedIds: idsIn(change) }) })
    return { seq: change.seq, description, hasEffect: prediction?.changes.length !== 0 }
  }

  /** The effect of a change on the state as it shows now; undefined where it cannot be predicted. */
  #predict(change: PendingChange): Prediction | undefined {
    try {
      return predict(copyOf(this.state.value), change)
    } catch {
      return undefined
    }
  }

  /** Waits for the revision of a change; null where it changed nothing or was refused. */
  revisionOf(seq: number): Promise<number | null> {
    return this.#revisions.of(seq)
  }

  /**
   * Undoes a change: removes it from the queue if it was not sent, else undoes its revision. Throws the server's
   * errors.
   */
  async undo({ seq, revision: known }: { seq: number; revision?: number }): Promise<void> {
    if (this.#queue.withdraw(seq)) return this.#revisions.resolve(seq, null)
    const revision = known ?? (await this.#revisions.of(seq))
    if (revision !== null) await this.track.changes.undo({ revision })
  }

  dismiss(seq: number): void {
    this.#queue.dismiss(seq)
  }

  /** Sends nothing more. */
  stop(): void {
    this.#queue.stop()
  }

  close(): void {
    this.#closed = true
    this.#leave()
    this.#queue.stop()
    clearTimeout(this.#reload)
    this.#storage.close()
  }

  /** The pause between two attempts; throws `unavailable` once the replica is closed. */
  async #pause(ms: number): Promise<void> {
    await new Promise((done) => setTimeout(done, ms))
    if (this.#closed) throw new TrackError('unavailable', 'closed')
  }

  #publish(): void {
    this.#version.value++
    if (this.#isBusy() || !this.#deferred.length) return
    for (const change of this.#deferred.splice(0)) this.#apply(change)
    this.#version.value++
  }

  /** A write to the space, from the server's stream. */
  receive(change: Change): void {
    if (this.#isBusy()) this.#deferred.push(change)
    else {
      this.#apply(change)
      this.#publish()
    }
  }

  /** The journal no longer reaches back to the last revision: loads everything. */
  reset(): void {
    void this.#load()
  }

  /** Loads what was written before a stream began that tells only what comes after; `newest` is the last of that. */
  catchUp(newest: Promise<number>): void {
    if (this.#loading) return void this.#loading.then(() => this.catchUp(newest))
    if (this.#confirmed.revision < 0) return
    void this.#whileLoading(async () => {
      if ((await newest) <= this.#confirmed.revision || (await this.#confirmed.catchUp(this.track))) return
      await this.#confirmed.load(this.track)
    })
  }

  #isBusy(): boolean {
    return this.#queue.sending !== null || this.#loading !== null
  }

  /** Reloads after what concerns the account, since changes do not include it. */
  #apply(change: Change): void {
    const isSettings = !this.space && isAboutAccount(change.op) && change.revision > this.#confirmed.revision
    if (isSettings || !this.#confirmed.apply(change)) void this.#load()
  }

  #load(): Promise<void> {
    return this.#whileLoading(() => this.#confirmed.load(this.track))
  }

  /** Writes that are received meanwhile wait; what fails ends in another load. */
  async #whileLoading(load: () => Promise<void>): Promise<void> {
    clearTimeout(this.#reload)
    this.#loading ??= this.#attempt(load).finally(() => {
      this.#loading = null
      this.#publish()
    })
    await this.#loading
  }

  async #attempt(load: () => Promise<void>): Promise<void> {
    try {
      await load()
      this.#account.follow()
    } catch (error) {
      if (this.#closed) return
      if ((error as { code?: string }).code === 'unauthenticated') return this.#account.lock()
      if (!this.space) this.#account.lost(error)
      this.#reload = setTimeout(() => void this.#load(), RELOAD_PAUSE_MS)
    }
  }

  #reconcile(change: PendingChange, result: CallResult): Map<string, string> {
    const ids = issuedIds(change, result)
    // the answer to a repetition may come after its write, and later ones, came from the journal
    if ((result.revision ?? Infinity) > this.#confirmed.revision) reconcile(this.#confirmed.entities, change, result)
    this.#revisions.resolve(change.seq, result.revision)
    for (const { message } of noticesIn(result)) this.#account.notice(message)
    if (ids.size) this.renamed.value = new Map([...this.renamed.value, ...ids])
    return ids
  }
}
