import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Change, Me } from '#contract/types.ts'
import { type Day, todayIn } from '#domain/dates.ts'
import { timeIn, type TimeOfDay } from '#domain/times.ts'
import type { AccountState, Connection, JoinedSpace } from './account-state.ts'
import { Replica } from './replica.ts'
import { spaceOf, withSpace } from './space-ids.ts'
import type { PendingChange, RejectedChange } from './state.ts'
import { ownerIn, Storage } from './storage.ts'
import { isTurnedAway, Stream } from './stream.ts'

const MINUTE_MS = 60_000
/** After more attempts to connect than this, the server counts as out of reach. */
const MAX_FAILURES = 2

/** The shared spaces that a user has joined, by name. */
export function joinedSpaces({ spaces = [] }: Partial<Me>): JoinedSpace[] {
  return spaces
    .flatMap(({ id, name, role }) => (id === undefined || role === 'invited' ? [] : [{ id, name }]))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** An open account: who one is, the clock, the connection, and a replica of each of one's spaces. */
export class Session implements AccountState {
  readonly key: string
  readonly me: Signal<Me>
  readonly today: ReadonlySignal<Day>
  readonly time: ReadonlySignal<TimeOfDay>
  readonly connection = signal<Connection>('connecting')
  /** That of one's own space first, then the shared ones by name. */
  readonly replicas = signal<readonly Replica[]>([])
  /** Changes in all spaces that the server has not answered yet, or that it refused, in the order they were made. */
  readonly pending: ReadonlySignal<readonly PendingChange[]>
  readonly rejected: ReadonlySignal<readonly RejectedChange[]>
  /** Called with what is to be told about a change of this tab, or a space. */
  notice: (message: string) => void = () => {}

  #stream: Stream | null = null
  /** The last event in all spaces. */
  #lastId: string | undefined
  readonly #instant = signal(Date.now())
  readonly #clock: ReturnType<typeof setInterval>
  /** Attempts to connect since it was connected last. */
  #failures = 0
  #syncing: Promise<void> = Promise.resolve()
  #stopSyncing: () => void = () => {}

  private constructor(me: Me, key: string) {
    this.key = key
    this.me = signal(me)
    this.today = computed(() => todayIn(this.me.value.timezone, new Date(this.#instant.value)))
    this.time = computed(() => timeIn(this.me.value.timezone, new Date(this.#instant.value)))
    const inOrder = <T extends PendingChange>(of: (replica: Replica) => readonly T[]) =>
      computed(() => this.replicas.value.flatMap(of).toSorted((a, b) => a.seq - b.seq))
    this.pending = inOrder(({ pending }) => pending.value)
    this.rejected = inOrder(({ rejected }) => rejected.value)
    this.#clock = setInterval(this.#tick, MINUTE_MS / 2)
    addEventListener('online', this.#reconnect)
    addEventListener('offline', this.#tick)
    document.addEventListener('visibilitychange', this.#wake)
  }

  /** Opens what this browser stores of a user, and synchronizes from there. */
  static async open(me: Me, key: string): Promise<Session> {
    const session = new Session(me, key)
    session.replicas.value = [await Replica.open(session, null)]
    await session.#syncSpaces()
    // stored before there were spaces
    if (session.me.peek().spaces) session.own.wake()
    else session.own.reset()
    session.#stopSyncing = effect(() => {
      void session.me.value
      // what fails is tried again with the next change
      session.#syncing = session.#syncing.then(() => session.#syncSpaces()).catch(() => {})
    })
    return session
  }

  get own(): Replica {
    return this.replicas.value[0]!
  }

  /** The replica that an item is in; that of one's own space for one that is in none any more. */
  replicaOf(id: string): Replica {
    const name = spaceOf(id)
    return this.replicas.value.find(({ space }) => (space?.name ?? null) === name) ?? this.own
  }

  dismiss(seq: number): void {
    for (const replica of this.replicas.peek()) replica.dismiss(seq)
  }

  /** One stream tells of all spaces. Whoever shares none reads that of their own. */
  follow(): void {
    const isOfAll = this.replicas.peek().length > 1
    if (!this.#stream || (isOfAll && !this.#stream.isOfAll)) {
      this.#stream?.close()
      this.#stream = this.#createStream(isOfAll)
    }
    this.#stream.wake()
  }

  #createStream(isOfAll: boolean): Stream {
    this.#lastId = undefined
    return new Stream(this.key, isOfAll, {
      lastId: () => (isOfAll ? this.#lastId : String(this.own.revision.peek())),
      opened: () => this.#opened(),
      event: (name, data, id) => {
        if (isOfAll) this.#lastId = id ?? this.#lastId
        if (data) this.#receive(name, data as Change & { space?: string })
      },
      lost: (error) => {
        if ((error as { code?: string } | undefined)?.code === 'invalid') this.#lastId = undefined
        this.lost(error)
      },
      refused: () => this.lock(),
    })
  }

  #opened(): void {
    this.connection.value = 'live'
    this.#failures = 0
    if (this.#stream!.isOfAll && this.#lastId === undefined) this.#catchUp()
    for (const one of this.replicas.peek()) one.wake()
  }

  /** Loads what was written before the stream began. */
  #catchUp(): void {
    const loading = this.own.track.me.get()
    for (const replica of this.replicas.peek()) {
      const revision = loading.then((me) => {
        const { id } = replica.space ?? {}
        return (id === undefined ? me : me.spaces.find((space) => space.id === id))?.revision ?? 0
      })
      replica.catchUp(revision)
    }
    loading.then(
      (me) => (this.me.value = me),
      () => {},
    )
  }

  /** An event in one's own space, or in the one that it names. Memberships are in one's own journal, too. */
  #receive(event: string, { space = this.me.peek().name, ...change }: Change & { space?: string }): void {
    if (event === 'spaces') return
    const name = space === this.me.peek().name ? null : space
    const replica = this.replicas.peek().find((one) => (one.space?.name ?? null) === name)
    if (event === 'reset') replica?.reset()
    else replica?.receive(name === null ? change : withSpace(change, name))
  }

  lost(error: unknown): void {
    if (this.connection.value === 'locked' || this.#stream?.isOpen) return
    const isOffline = !navigator.onLine || ++this.#failures > MAX_FAILURES
    this.connection.value = isTurnedAway(error) ? 'turned-away' : isOffline ? 'offline' : 'connecting'
  }

  lock(): void {
    this.connection.value = 'locked'
    for (const replica of this.replicas.peek()) replica.stop()
  }

  close(): void {
    this.#stopSyncing()
    clearInterval(this.#clock)
    removeEventListener('online', this.#reconnect)
    removeEventListener('offline', this.#tick)
    document.removeEventListener('visibilitychange', this.#wake)
    this.#stream?.close()
    for (const replica of this.replicas.peek()) replica.close()
  }

  /** Opens the spaces that the user has joined, and forgets those that they have left. */
  async #syncSpaces(): Promise<void> {
    const joined = joinedSpaces(this.me.peek())
    const [own, ...shared] = this.replicas.peek() as [Replica, ...Replica[]]
    const isJoined = ({ space }: Replica) => joined.some(({ id }) => id === space?.id)
    const open = await Promise.all(
      joined.map(async (space) => shared.find((one) => one.space?.id === space.id) ?? Replica.open(this, space)),
    )
    if (open.length === shared.length && shared.every(isJoined)) return
    this.replicas.value = [own, ...open]
    for (const replica of open) if (!shared.includes(replica)) replica.wake()
    for (const replica of shared) if (!isJoined(replica)) await this.#forget(replica)
  }

  async #forget(replica: Replica): Promise<void> {
    const { space, pending } = replica
    const lost = pending.peek().length
    replica.close()
    await Storage.wipe(ownerIn(this.me.peek().id, space))
    const changes = lost === 1 ? 'A change was' : `${lost} changes were`
    this.notice(`You are no longer in ${space!.name}.${lost ? ` ${changes} not sent.` : ''}`)
  }

  readonly #tick = () => {
    this.#instant.value = Date.now()
    if (!navigator.onLine && this.connection.value !== 'locked') this.connection.value = 'offline'
  }

  readonly #reconnect = () => {
    this.#stream?.reconnect()
    this.#wake()
  }

  readonly #wake = () => {
    this.#tick()
    if (document.visibilityState === 'hidden') return
    for (const replica of this.replicas.peek()) replica.wake()
  }
}
