import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { client } from '#client/client.ts'
import { fetchTransport } from '#client/fetch-transport.ts'
import type { CallResult, Track } from '#contract/track.ts'
import type { Change, Me } from '#contract/types.ts'
import { type Day, todayIn } from '#domain/dates.ts'
import { timeIn, type TimeOfDay } from '#domain/times.ts'
import { TrackError } from '#domain/errors.ts'
import { SERVER_URL } from '#web/format/addresses.ts'
import { issuedIds, reconcile, noticesIn } from './reconcile.ts'
import { ConfirmedState } from './confirmed-state.ts'
import { ChangeRevisions } from './change-revisions.ts'
import { idsOf, predict, type Prediction } from './optimistic.ts'
import { Queue } from './queue.ts'
import { copyOf, idsIn, type RejectedChange, type State, type PendingChange } from './state.ts'
import { Storage } from './storage.ts'
import { isTurnedAway, Stream } from './stream.ts'

/** `turned-away`: a proxy or login page answers instead of Track. `locked`: Track does not know the key. */
export type Connection = 'live' | 'connecting' | 'offline' | 'turned-away' | 'locked'

/** A change that was made in this page, as undo needs it. */
export interface LocalChange {
  seq: number
  description: string
  /** false where the state seems to be so already. */
  hasEffect: boolean
}

const MINUTE_MS = 60_000
const RELOAD_PAUSE_MS = 5000
/** After more attempts to connect than this, the server counts as out of reach. */
const MAX_FAILURES = 2

/**
 * A user's data, live: a change shows at once and is sent as soon as there is a network; changes of others arrive by
 * themselves.
 */
export class Replica {
  readonly state: ReadonlySignal<State>
  readonly me: ReadonlySignal<Me>
  readonly today: ReadonlySignal<Day>
  /** The time of day in the user's zone, to the minute. */
  readonly time: ReadonlySignal<TimeOfDay>
  readonly connection = signal<Connection>('connecting')
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

  readonly #confirmed: ConfirmedState
  readonly #queue: Queue
  readonly #storage: Storage
  readonly #stream: Stream
  readonly #version = signal(0)
  readonly #instant = signal(Date.now())
  readonly #tab = crypto.randomUUID()
  #leave: () => void = () => {}
  /** Pending until the replica is closed: its lock keeps other tabs from sending its queue. */
  readonly #open = new Promise<void>((leave) => (this.#leave = leave))
  readonly #clock: ReturnType<typeof setInterval>
  #seq = Date.now() * 1000
  /** Writes received while a change of this page is being sent, whose effect would show twice, or during a load. */
  #deferred: Change[] = []
  readonly #revisions = new ChangeRevisions()
  /** Attempts to connect since it was connected last. */
  #failures = 0
  #loading: Promise<void> | null = null
  #reload: ReturnType<typeof setTimeout> | undefined
  #closed = false
  /** Called with what the server has noticed about a change of this tab. */
  onNotice: (message: string) => void = () => {}

  private constructor(storage: Storage, me: Me, key: string) {
    const transport = fetchTransport()
    this.#storage = storage
    this.#confirmed = new ConfirmedState(storage, me)
    this.track = client({
      url: SERVER_URL,
      key,
      client: 'web',
      transport,
      idempotencyKey: () => crypto.randomUUID(),
      sleep: (ms) => this.#pause(ms),
      now: Date.now,
    })
    this.#queue = new Queue(storage, {
      track: () => this.track,
      answered: (change, result) => this.#reconcile(change, result),
      refused: (changes) => {
        for (const { seq } of changes) this.#revisions.resolve(seq, null)
        this.#publish()
      },
      locked: () => this.#lock(),
      changed: () => this.#publish(),
    })
    this.#stream = new Stream(key, () => this.#confirmed.revision, {
      opened: () => {
        this.connection.value = 'live'
        this.#failures = 0
        this.#queue.send()
      },
      change: (change) => this.#receive(change),
      reset: () => void this.#load(),
      lost: (error) => this.#disconnect(error),
      refused: () => this.#lock(),
    })
    const versioned = <T>(read: () => T) => computed(() => (this.#version.value, read()))
    this.state = versioned(() => ({ ...this.#queue.applyTo(this.#confirmed.entities) }))
    this.me = versioned(() => this.#confirmed.me)
    this.revision = versioned(() => this.#confirmed.revision)
    this.isEmpty = versioned(() => this.#confirmed.revision < 0)
    this.pending = versioned(() => [...this.#queue.pending])
    this.rejected = versioned(() => this.#queue.rejected)
    this.today = computed(() => todayIn(this.me.value.timezone, new Date(this.#instant.value)))
    this.time = computed(() => timeIn(this.me.value.timezone, new Date(this.#instant.value)))
    this.#clock = setInterval(this.#tick, MINUTE_MS / 2)
    addEventListener('online', this.#wake)
    addEventListener('offline', this.#tick)
    document.addEventListener('visibilitychange', this.#wake)
  }

  /** Opens what this browser stores of a user, and synchronizes from there. */
  static async open(me: Me, key: string): Promise<Replica> {
    const replica = new Replica(await Storage.open(me.id), me, key)
    await replica.#confirmed.restore()
    void navigator.locks?.request(`track-tab-${replica.#tab}`, () => replica.#open)
    const { held = [] } = (await navigator.locks?.query()) ?? {}
    await replica.#queue.restore(
      replica.#tab,
      new Set(held.map(({ name }) => name!.replace('track-tab-', '')).filter((tab) => tab !== replica.#tab)),
    )
    for (const { seq } of replica.#queue.pending) replica.#revisions.expect(seq)
    replica.#publish()
    if (replica.#confirmed.revision < 0) void replica.#load()
    else replica.#stream.wake()
    return replica
  }

  /** Makes a change: it shows at once, and is sent as soon as possible. Dates in `input` are days, never words. */
  do(op: PendingChange['op'], input: Record<string, unknown>, description: string): LocalChange {
    const change: PendingChange = {
      seq: ++this.#seq,
      tab: this.#tab,
      op,
      input,
      description,
      key: crypto.randomUUID(),
      at: new Date().toISOString(),
      today: this.today.value,
      timezone: this.me.value.timezone,
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
  revisionOf({ seq }: LocalChange): Promise<number | null> {
    return this.#revisions.of(seq)
  }

  /**
   * Undoes a change: removes it from the queue if it was not sent, else undoes its revision. Throws the server's
   * errors.
   */
  async undo({ seq, revision: known }: LocalChange & { revision?: number }): Promise<void> {
    if (this.#queue.withdraw(seq)) return this.#revisions.resolve(seq, null)
    const revision = known ?? (await this.#revisions.of(seq))
    if (revision !== null) await this.track.changes.undo({ revision })
  }

  dismiss(seq: number): void {
    this.#queue.dismiss(seq)
  }

  close(): void {
    this.#closed = true
    this.#leave()
    this.#stream.close()
    this.#queue.stop()
    clearInterval(this.#clock)
    clearTimeout(this.#reload)
    removeEventListener('online', this.#wake)
    removeEventListener('offline', this.#tick)
    document.removeEventListener('visibilitychange', this.#wake)
    this.#storage.close()
  }

  /** The pause between two attempts; throws `unavailable` once the replica is closed. */
  async #pause(ms: number): Promise<void> {
    await new Promise((done) => setTimeout(done, ms))
    if (this.#closed) throw new TrackError('unavailable', 'closed')
  }

  readonly #tick = () => {
    this.#instant.value = Date.now()
    if (!navigator.onLine && this.connection.value !== 'locked') this.connection.value = 'offline'
  }

  readonly #wake = () => {
    this.#tick()
    if (document.visibilityState === 'hidden') return
    if (this.#confirmed.revision < 0) void this.#load()
    this.#stream.wake()
    this.#queue.send()
  }

  #publish(): void {
    this.#version.value++
    if (this.#isBusy() || !this.#deferred.length) return
    for (const change of this.#deferred.splice(0)) this.#apply(change)
    this.#version.value++
  }

  #receive(change: Change): void {
    if (this.#isBusy()) this.#deferred.push(change)
    else {
      this.#apply(change)
      this.#publish()
    }
  }

  #isBusy(): boolean {
    return this.#queue.sending !== null || this.#loading !== null
  }

  /** Reloads after `me.update`, since changes do not include the user's settings. */
  #apply(change: Change): void {
    if ((change.op === 'me.update' && change.revision > this.#confirmed.revision) || !this.#confirmed.apply(change))
      void this.#load()
  }

  async #load(): Promise<void> {
    clearTimeout(this.#reload)
    this.#loading ??= this.#loadOnce().finally(() => {
      this.#loading = null
      this.#publish()
    })
    await this.#loading
  }

  async #loadOnce(): Promise<void> {
    try {
      await this.#confirmed.load(this.track)
      this.#stream.wake()
    } catch (error) {
      if (this.#closed) return
      if ((error as { code?: string }).code === 'unauthenticated') return this.#lock()
      if (!this.#stream.isOpen) this.#disconnect(error)
      this.#reload = setTimeout(() => void this.#load(), RELOAD_PAUSE_MS)
    }
  }

  #disconnect(error: unknown): void {
    if (this.connection.value === 'locked') return
    const isOffline = !navigator.onLine || ++this.#failures > MAX_FAILURES
    this.connection.value = isTurnedAway(error) ? 'turned-away' : isOffline ? 'offline' : 'connecting'
  }

  #lock(): void {
    this.connection.value = 'locked'
    this.#queue.stop()
  }

  #reconcile(change: PendingChange, result: CallResult): Map<string, string> {
    const ids = issuedIds(change, result)
    // the answer to a repetition may come after its write, and later ones, came from the journal
    if ((result.revision ?? Infinity) > this.#confirmed.revision) reconcile(this.#confirmed.entities, change, result)
    this.#revisions.resolve(change.seq, result.revision)
    for (const { message } of noticesIn(result)) this.onNotice(message)
    if (ids.size) this.renamed.value = new Map([...this.renamed.value, ...ids])
    return ids
  }
}
