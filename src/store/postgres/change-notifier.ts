import { Client, type ClientConfig } from 'pg'
import { CHANNEL_FOR_ALL, channelOf, OwnerChannels } from './change-channels.ts'
import type { PrimaryCheck } from './primary-check.ts'

/** Changes are collected for this long, so that one message covers many writes. */
const BATCH_WINDOW_MS = 10
/** Interval of an unconditional check: a node that dies after its commit may not have sent its message. */
const POLL_MS = 5000
const RECONNECT_MS = 500
/** A NOTIFY payload may have 8000 bytes; a user's id takes 37 with its comma. */
const MAX_IDS = 200

/**
 * Notifies other nodes whose data was written, by LISTEN and NOTIFY on a dedicated connection. A node hears of owners
 * that it follows, and of others on the same channels. Polling covers lost messages.
 */
export class ChangeNotifier {
  readonly #config: ClientConfig
  readonly #primary: PrimaryCheck
  #client: Client | null = null
  #listener: ((userIds: readonly string[] | null) => void) | null = null
  readonly #followed = new OwnerChannels()
  #pendingIds = new Set<string>()
  #notifyAll = false
  #batchTimer: NodeJS.Timeout | undefined
  #pollTimer: NodeJS.Timeout | undefined
  #connecting: Promise<void> | null = null
  #closed = false

  constructor(config: ClientConfig, primary: PrimaryCheck) {
    this.#primary = primary
    this.#config = { ...config, pipeline: true } // NOTIFY may be sent while LISTEN is still under way
  }

  publish(userIds: readonly string[] | null): void {
    if (userIds) for (const id of userIds) this.#pendingIds.add(id)
    else this.#notifyAll = true
    this.#batchTimer ??= setTimeout(() => void this.#flush(), BATCH_WINDOW_MS)
  }

  listen(listener: (userIds: readonly string[] | null) => void): void {
    this.#listener = listener
    this.#pollTimer = setInterval(() => listener(null), POLL_MS)
    void this.#ensureConnected()
  }

  /** Hears of an owner's changes from now on; those up to now may have been missed, so the listener is called. */
  follow(userId: string): void {
    const channel = this.#followed.add(userId)
    if (!this.#client) return // listens once it is connected
    const listening = channel ? this.#client.query(`listen ${channel}`) : Promise.resolve()
    listening.then(
      () => this.#listener?.([userId]),
      () => {},
    )
  }

  unfollow(userId: string): void {
    const channel = this.#followed.remove(userId)
    if (channel) this.#client?.query(`unlisten ${channel}`).catch(() => {})
  }

  /** Sends what is pending, then disconnects. */
  async close(): Promise<void> {
    clearInterval(this.#pollTimer)
    this.#listener = null
    if (this.#batchTimer) await this.#flush()
    this.#closed = true
    await this.#connecting
    await this.#client?.end().catch(() => {})
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#batchTimer)
    this.#batchTimer = undefined
    const messages = this.#notifyAll ? [{ channel: CHANNEL_FOR_ALL, payload: '' }] : messagesFor(this.#pendingIds)
    this.#pendingIds = new Set()
    this.#notifyAll = false
    await this.#ensureConnected()
    const [channels, payloads] = [messages.map(({ channel }) => channel), messages.map(({ payload }) => payload)]
    await this.#client?.query(NOTIFY, [channels, payloads]).catch(() => {})
  }

  #ensureConnected(): Promise<void> {
    if (this.#client || this.#closed) return Promise.resolve()
    return (this.#connecting ??= this.#connect().finally(() => (this.#connecting = null)))
  }

  async #connect(): Promise<void> {
    const client = new Client(this.#config)
    client.on('error', () => this.#handleLoss(client))
    client.on('end', () => this.#handleLoss(client))
    client.on('notification', ({ processId, payload }) => {
      if (processId === (client as Client & { processID: number | null }).processID) return // sent by this node
      this.#listener?.(payload ? payload.split(',') : null)
    })
    try {
      await client.connect()
      await this.#primary.check(client)
      this.#client = client // owners that are followed from here on are listened to after these
      if (this.#listener) await client.query([CHANNEL_FOR_ALL, ...this.#followed.channels()].map(listenTo).join(';'))
      this.#listener?.(null) // messages may have been missed while disconnected
    } catch {
      void client.end().catch(() => {})
      this.#handleLoss(client)
    }
  }

  #handleLoss(client: Client): void {
    if (this.#client && this.#client !== client) return
    this.#client = null
    if (this.#listener && !this.#closed) setTimeout(() => void this.#ensureConnected(), RECONNECT_MS).unref()
  }
}

const NOTIFY = 'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as messages (channel, payload)'
const listenTo = (channel: string) => `listen ${channel}`

/** One message for each channel that the owners have, or several of at most MAX_IDS ids. */
function messagesFor(userIds: Iterable<string>): { channel: string; payload: string }[] {
  const idsByChannel = new Map<string, string[]>()
  for (const id of userIds) {
    const channel = channelOf(id)
    const ids = idsByChannel.get(channel)
    if (ids) ids.push(id)
    else idsByChannel.set(channel, [id])
  }
  const messages: { channel: string; payload: string }[] = []
  for (const [channel, ids] of idsByChannel)
    for (let from = 0; from < ids.length; from += MAX_IDS)
      messages.push({ channel, payload: ids.slice(from, from + MAX_IDS).join() })
  return messages
}
