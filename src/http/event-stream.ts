import type { ServerResponse } from 'node:http'
import { MAX_LISTED } from '#contract/schemas/changes.ts'
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
 * `GET /api/events`: the user's journal as it grows, resumed without a gap by Last-Event-ID (WHATWG HTML, 9.2). Throws
 * `invalid` for one that is no revision, `rate_limited` for too many streams.
 */
export async function streamEvents(backend: Backend, { unread }: InFlightLimits, exchange: Exchange): Promise<void> {
  const { spaceWord } = exchange
  if (spaceWord) throw invalid({ path: 'x-track-space', message: `${spaceWord} is for no stream; name one space` })
  const since = lastEventId(exchange)
  const { user, hash } = exchange.caller
  const { streams, allStreams } = backend.bounds
  if (backend.streams(user.id) >= streams)
    throw new TrackError('rate_limited', 'too many open streams with this key', { retryAfter: 60 })
  if (backend.streams() >= allStreams) throw new TrackError('rate_limited', 'too many open streams', { retryAfter: 60 })
  const stream = new EventStream(exchange, () => unread.count(user.id, exchange.response))
  const unfollow = await backend.follow(
    {
      user,
      hash,
      changes: (changes) => stream.send(...changes.map(eventOf)),
      reset: (revision) => stream.send(`id: ${revision}\nevent: reset\ndata: {"revision":${revision}}\n\n`),
      close: () => stream.end(),
      drained: () => stream.drained(),
    },
    since,
  )
  stream.open()
  stream.onClose(unfollow)
}

function lastEventId(exchange: Exchange): number | null {
  const id = exchange.header('last-event-id')
  if (id === undefined || id === '') return null
  if (!/^\d{1,15}$/.test(id)) throw invalid({ path: 'Last-Event-ID', message: 'is a revision' })
  return Number(id)
}

const events = new WeakMap<Change, Buffer>()

/** One server-sent event per write, whose id is the revision. All streams share its bytes. */
function eventOf(change: Change): Buffer {
  let bytes = events.get(change)
  if (!bytes) {
    const data = change.items && change.items.length > MAX_LISTED ? { ...change, items: null } : change
    bytes = Buffer.from(`id: ${change.revision}\ndata: ${JSON.stringify(data)}\n\n`)
    events.set(change, bytes)
  }
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
