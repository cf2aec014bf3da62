import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { client } from '#client/client.ts'
import { fetchTransport } from '#client/fetch-transport.ts'
import type { CallResult, Track } from '#contract/track.ts'
import type { Change, Me } from '#contract/types.ts'
import { type Day, todayIn } from '#domain/dates.ts'
import { TrackError } from '#domain/errors.ts'
import { settle } from './answered.ts'
import { Base } from './base.ts'
import { ChangeRevisions } from './change-revisions.ts'
import { predict, type Prediction } from './optimistic.ts'
import { Queue } from './queue.ts'
import { copyOf, type SetAside, type State, type Waiting } from './state.ts'
import { Storage } from './storage.ts'
import { Stream } from './stream.ts'

export type Connection = 'live' | 'connecting' | 'offline' | 'locked'

/** A change that was made here, to be taken back. */
export interface Made {
  seq: number
  says: string
  /** false where all of it seems to be so already. */
  changes: boolean
}

const MINUTE_MS = 60_000
const RELOAD_MS = 5000

/** What a user has, live: every change shows at once, is sent when there is a network, and what others do arrives by itself. */
export class Replica {
  readonly state: ReadonlySignal<State>
  readonly me: ReadonlySignal<Me>
  readonly today: ReadonlySignal<Day>
  readonly connection = signal<Connection>('connecting')
  /** Changes that the server has not got yet, in their order. */
  readonly queued: ReadonlySignal<readonly Waiting[]>
  readonly aside: ReadonlySignal<readonly SetAside[]>
  /** Nothing is known yet: the first load is under way. */
  readonly empty: ReadonlySignal<boolean>
  /** The real id of an item that was added here. */
  readonly renamed = signal<ReadonlyMap<string, string>>(new Map())
  /** Raised by each write of anyone, for views that ask the server. */
  readonly revision: ReadonlySignal<number>
  /** Straight to the server, for what is not kept here. */
  readonly track: Track

  readonly #base: Base
  readonly #queue: Queue
  readonly #storage: Storage
  readonly #stream: Stream
  readonly #version = signal(0)
  readonly #instant = signal(Date.now())
  readonly #tab = crypto.randomUUID()
  #leave: () => void = () => {}
  /** Stands for as long as this replica lives: other tabs leave its queue alone. */
  readonly #open = new Promise<void>((leave) => (this.#leave = leave))
  readonly #clock: ReturnType<typeof setInterval>
  #seq = Date.now() * 1000
  /** Writes told while one of ours is under way, which would show twice, or while all is loaded anew. */
  #held: Change[] = []
  readonly #revisions = new ChangeRevisions()
  #loading: Promise<void> | null = null
  #reload: ReturnType<typeof setTimeout> | undefined
  #closed = false

  private constructor(storage: Storage, me: Me, key: string) {
    const transport = fetchTransport()
    this.#storage = storage
    this.#base = new Base(storage, me)
    this.track = client({
      url: '',
      key,
      client: 'web',
      transport,
      idempotencyKey: () => crypto.randomUUID(),
      sleep: (ms) => this.#pause(ms),
      now: Date.now,
    })
    this.#queue = new Queue(storage, {
      track: () => this.track,
      answered: (change, result) => this.#answered(change, result),
      refused: (changes) => {
        for (const { seq } of changes) this.#revisions.answered(seq, null)
        this.#changed()
      },
      locked: () => this.#lock(),
      changed: () => this.#changed(),
    })
    this.#stream = new Stream(key, () => this.#base.revision, {
      opened: () => {
        this.connection.value = 'live'
        this.#queue.send()
      },
      change: (change) => this.#told(change),
      reset: () => void this.#load(),
      lost: () =>
        this.connection.value !== 'locked' && (this.connection.value = navigator.onLine ? 'connecting' : 'offline'),
      refused: () => this.#lock(),
    })
    const versioned = <T>(read: () => T) => computed(() => (this.#version.value, read()))
    this.state = versioned(() => ({ ...this.#queue.on(this.#base.state) }))
    this.me = versioned(() => this.#base.me)
    this.revision = versioned(() => this.#base.revision)
    this.empty = versioned(() => this.#base.revision < 0)
    this.queued = versioned(() => [...this.#queue.waiting])
    this.aside = versioned(() => this.#queue.aside)
    this.today = computed(() => todayIn(this.me.value.timezone, new Date(this.#instant.value)))
    this.#clock = setInterval(this.#tick, MINUTE_MS / 2)
    addEventListener('online', this.#wake)
    addEventListener('offline', this.#tick)
    document.addEventListener('visibilitychange', this.#wake)
  }

  /** Opens what this browser keeps of a user, and goes on from there. */
  static async open(me: Me, key: string): Promise<Replica> {
    const replica = new Replica(await Storage.open(me.id), me, key)
    await replica.#base.restore()
    void navigator.locks?.request(`track-tab-${replica.#tab}`, () => replica.#open)
    const { held = [] } = (await navigator.locks?.query()) ?? {}
    await replica.#queue.restore(
      replica.#tab,
      new Set(held.map(({ name }) => name!.replace('track-tab-', '')).filter((tab) => tab !== replica.#tab)),
    )
    replica.#changed()
    if (replica.#base.revision < 0) void replica.#load()
    else replica.#stream.wake()
    return replica
  }

  /** Makes a change: it shows now, and is sent as soon as it can be. Dates in `input` are days, never words. */
  do(op: Waiting['op'], input: Record<string, unknown>, says: string): Made {
    const change: Waiting = {
      seq: ++this.#seq,
      tab: this.#tab,
      op,
      input,
      says,
      key: crypto.randomUUID(),
      at: new Date().toISOString(),
      today: this.today.value,
      timezone: this.me.value.timezone,
      newIds: [],
      ...(op === 'items.update' && { ifMatch: this.#base.state.items.get(input.id as string)?.revision }),
    }
    const prediction = this.#predicted(change)
    this.#revisions.expect(change.seq)
    this.#queue.add({ ...change, newIds: prediction?.newIds ?? [] })
    return { seq: change.seq, says, changes: prediction?.changes.length !== 0 }
  }

  /** What a change will do to the state as it shows now; undefined where only the server can say. */
  #predicted(change: Waiting): Prediction | undefined {
    try {
      return predict(copyOf(this.state.value), change)
    } catch {
      return undefined
    }
  }

  /** The revision that a change became, once the server has answered; null when it changed nothing. */
  revisionOf({ seq }: Made): Promise<number | null> {
    return this.#revisions.of(seq)
  }

  /** Takes back exactly that change: out of the queue while it waits, else by its revision. Rejects with what the server says. */
  async undo({ seq }: Made): Promise<void> {
    if (this.#queue.withdraw(seq)) return this.#revisions.answered(seq, null)
    const revision = await this.#revisions.of(seq)
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

  /** Between two attempts; after closing there is no other. */
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
    if (this.#base.revision < 0) void this.#load()
    this.#stream.wake()
    this.#queue.send()
  }

  #changed(): void {
    this.#version.value++
    if (this.#holding() || !this.#held.length) return
    for (const change of this.#held.splice(0)) this.#follow(change)
    this.#version.value++
  }

  #told(change: Change): void {
    if (this.#holding()) this.#held.push(change)
    else {
      this.#follow(change)
      this.#changed()
    }
  }

  #holding(): boolean {
    return this.#queue.sending !== null || this.#loading !== null
  }

  /** The journal does not carry who one is, so everything is loaded anew for it. */
  #follow(change: Change): void {
    if ((change.op === 'me.update' && change.revision > this.#base.revision) || !this.#base.follow(change))
      void this.#load()
  }

  async #load(): Promise<void> {
    clearTimeout(this.#reload)
    this.#loading ??= this.#loaded().finally(() => {
      this.#loading = null
      this.#changed()
    })
    await this.#loading
  }

  async #loaded(): Promise<void> {
    try {
      await this.#base.load(this.track)
      this.#stream.wake()
    } catch (error) {
      if (this.#closed) return
      if ((error as { code?: string }).code === 'unauthenticated') return this.#lock()
      if (!this.#stream.isOpen) this.connection.value = navigator.onLine ? 'connecting' : 'offline'
      this.#reload = setTimeout(() => void this.#load(), RELOAD_MS)
    }
  }

  #lock(): void {
    this.connection.value = 'locked'
    this.#queue.stop()
  }

  #answered(change: Waiting, { output, revision }: CallResult): Map<string, string> {
    const ids = settle(this.#base.state, change, output)
    this.#revisions.answered(change.seq, revision)
    if (ids.size) this.renamed.value = new Map([...this.renamed.value, ...ids])
    return ids
  }
}
