import type { ServerResponse } from 'node:http'
import { MAX_LISTED } from '#contract/schemas/changes.ts'
import type { FollowerOfAll } from '#contract/follower.ts'
import type { Change } from '#contract/types.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import type { Backend } from './backend.ts'
import type { Exchange } from './exchange.ts'
import type { InFlightLimits } from './in-flight-limits.ts'
import { startEventStream, writeNow } from './respond.ts'

const HEARTBEAT_MS = 25_000
/** What browsers wait before they connect again. */
const RETRY_MS = 1000
/** A reader that lags this far is cut off; it comes back and resumes from the journal. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024
/** How long a stream that ends may take to reach its reader. */
const FLUSH_MS = 500

/**
 * `GET /api/events`: the journal of a space as it grows, or of all spaces of the user, resumed without a gap by
 * Last-Event-ID (WHATWG HTML, 9.2). Throws `invalid` for one that is none, `rate_limited` for too many streams.
 */
export async function streamEvents(backend: Backend, { unread }: InFlightLimits, exchange: Exchange): Promise<void> {
  if (exchange.spaceWord === 'default')
    throw invalid({ path: 'x-track-space', message: 'default is for no stream; name one space, or * for all' })
  const { user } = exchange.caller
  const { streams, allStreams } = backend.bounds
  if (backend.streams(user.id) >= streams)
    throw new TrackError('rate_limited', 'too many open streams with this key', { retryAfter: 60 })
  if (backend.streams() >= allStreams) throw new TrackError('rate_limited', 'too many open streams', { retryAfter: 60 })
  const stream = new EventStream(exchange, () => unread.count(user.id, exchange.response))
  const leave = await (exchange.isForAllSpaces ? followAll : followOne)(backend, exchange, stream)
  stream.open()
  stream.onClose(leave)
}

function followOne(backend: Backend, exchange: Exchange, stream: EventStream): Promise<() => void> {
  const id = lastEventId(exchange)
  if (id !== null && !/^\d{1,15}$/.test(id)) throw invalid({ path: 'Last-Event-ID', message: 'is a revision' })
  const follower = {
    ...exchange.caller,
    changes: (changes: readonly Change[]) => stream.send(...changes.map(eventOf)),
    reset: (revision: number) => stream.send(idLine(revision), namedEvent('reset', { revision })),
    close: () => stream.end(),
    drained: () => stream.drained(),
  }
  return backend.follow(follower, id === null ? null : Number(id))
}

/** An event of all spaces has an id of the stream, and the bytes that follow it are those of all streams. */
function followAll(backend: Backend, exchange: Exchange, stream: EventStream): Promise<() => void> {
  const { inAllSpaces: _, ...caller } = exchange.caller // it looks them up, and again when they change
  const follower: FollowerOfAll = {
    ...caller,
    begin: (id) => stream.send(`${idLine(id)}\n`),
    changes: (space, changes) =>
      stream.send(...changes.flatMap(({ id, change }) => [idLine(id), eventInSpace(change, space)])),
    reset: (id, space, revision) => stream.send(idLine(id), namedEvent('reset', { space, revision })),
    spaces: (id, spaces) => stream.send(idLine(id), namedEvent('spaces', { spaces })),
    close: () => stream.end(),
    drained: () => stream.drained(),
  }
  return backend.followAll(follower, lastEventId(exchange))
}

const lastEventId = (exchange: Exchange): string | null => exchange.header('last-event-id') || null

const idLine = (id: number | string): string => `id: ${id}\n`
const namedEvent = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

const events = new WeakMap<Change, Buffer>()
const eventsInSpaces = new WeakMap<Change, Buffer>()

/** One server-sent event per write, whose id is the revision. All streams share its bytes. */
function eventOf(change: Change): Buffer {
  return bytesOnce(events, change, () => `${idLine(change.revision)}data: ${JSON.stringify(shortened(change))}\n\n`)
}

/** The same without its id, and with the space. */
function eventInSpace(change: Change, space: string): Buffer {
  return bytesOnce(eventsInSpaces, change, () => `data: ${JSON.stringify({ ...shortened(change), space })}\n\n`)
}

const shortened = (change: Change): Change =>
  change.items && change.items.length > MAX_LISTED ? { ...change, items: null } : change

function bytesOnce(known: WeakMap<Change, Buffer>, change: Change, textOf: () => string): Buffer {
  let bytes = known.get(change)
  if (!bytes) known.set(change, (bytes = Buffer.from(textOf())))
  return bytes
}

/** Opens with its first event, so that a user who cannot be followed still gets a problem. */
class EventStream {
  readonly #exchange: Exchange
  readonly #countUnread: () => void
  #stream: ServerResponse | undefined

  constructor(exchange: Exchange, countUnread: () => void) {
    this.#exchange = exchange
    this.#countUnread = countUnread
  }

  open(): ServerResponse {
    if (this.#stream) return this.#stream
    this.#stream = startEventStream(this.#exchange)
    this.#stream.write(`retry: ${RETRY_MS}\n\n`)
    return this.#stream
  }

  send(...texts: (string | Buffer)[]): void {
    const stream = this.open()
    if (stream.writableEnded || stream.destroyed) return
    if (stream.writableLength > MAX_UNREAD_BYTES) return void stream.destroy()
    writeNow(stream, texts)
    this.#countUnread()
  }

  end(): void {
    const stream = this.open()
    stream.end()
    setTimeout(() => stream.destroy(), FLUSH_MS).unref()
  }

  /** Resolves when the reader has taken what was sent so far, or is gone. */
  drained(): Promise<void> {
    const stream = this.open()
    if (!stream.writableNeedDrain) return Promise.resolve()
    return new Promise((resolve) => {
      const settle = () => {
        stream.off('drain', settle).off('close', settle)
        resolve()
      }
      stream.on('drain', settle).on('close', settle)
    })
  }

  /** Keeps the connection busy, since proxies end idle ones, until it closes. */
  onClose(leave: () => void): void {
    const stream = this.open()
    const heartbeat = setInterval(() => this.send(': here\n\n'), HEARTBEAT_MS)
    const close = () => {
      clearInterval(heartbeat)
      leave()
    }
    if (stream.destroyed) close()
    else stream.on('close', close)
  }
}
