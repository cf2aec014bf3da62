import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Change } from '#contract/types.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import type { Backend } from './backend.ts'
import { API_HEADERS, SECURITY_HEADERS } from './headers.ts'

const EVENTS = '/api/events'

const HEARTBEAT_MS = 25_000
const RETRY_MS = 1000
/** A reader that lags this far is let go; it comes back and resumes from the journal. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024
const MOST_ITEMS = 500
/** What a stream that ends may still take to reach its reader. */
const FLUSH_MS = 500

const texts = new WeakMap<Change, string>()

/** One server-sent event per write: its id is the revision. Made once, however many streams get it. */
function textOf(change: Change): string {
  let text = texts.get(change)
  if (!text) {
    const told = change.items && change.items.length > MOST_ITEMS ? { ...change, items: null } : change
    text = `id: ${change.revision}\ndata: ${JSON.stringify(told)}\n\n`
    texts.set(change, text)
  }
  return text
}

/** `GET /api/events`: the user's journal as it grows, resumed without a gap by Last-Event-ID. */
export function events(app: FastifyInstance, backend: Backend): void {
  app.get(EVENTS, { exposeHeadRoute: false }, async (request, reply) => {
    const since = sinceOf(request)
    const { user, hash } = request.caller
    if (backend.streams(user.id) >= backend.bounds.streams)
      throw new TrackError('rate_limited', 'too many open streams with this key', { retryAfter: 60 })
    if (backend.streams() >= backend.bounds.allStreams)
      throw new TrackError('rate_limited', 'too many open streams', { retryAfter: 60 })
    await stream(backend, reply, user.id, hash, since)
    return reply
  })
}

function sinceOf(request: FastifyRequest): number | null {
  const id = request.headers['last-event-id']
  if (id === undefined || id === '') return null
  if (typeof id !== 'string' || !/^\d{1,15}$/.test(id))
    throw invalid({ path: 'Last-Event-ID', message: 'is a revision' })
  return Number(id)
}

/** Rejects before anything is sent where the user can't be followed. */
async function stream(
  backend: Backend,
  reply: FastifyReply,
  userId: string,
  hash: string,
  since: number | null,
): Promise<void> {
  const { raw } = reply
  const open = () => {
    if (raw.headersSent) return
    reply.hijack()
    raw.writeHead(200, {
      ...SECURITY_HEADERS,
      ...API_HEADERS,
      'content-type': 'text/event-stream',
      'x-accel-buffering': 'no',
    })
    raw.write(`retry: ${RETRY_MS}\n\n`)
  }
  const write = (text: string) => {
    open()
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy()
    else raw.write(text)
  }
  const leave = await backend.follow(
    {
      userId,
      hash,
      change: (change) => write(textOf(change)),
      reset: (revision) => write(`id: ${revision}\nevent: reset\ndata: {"revision":${revision}}\n\n`),
      close: () => {
        open()
        raw.end()
        setTimeout(() => raw.destroy(), FLUSH_MS).unref() // whoever does not read what is left
      },
      taken: () =>
        raw.writableNeedDrain
          ? new Promise<void>((done) => raw.once('drain', done).once('close', done))
          : Promise.resolve(),
    },
    since,
  )
  open()
  const heartbeat = setInterval(() => write(': here\n\n'), HEARTBEAT_MS)
  const end = () => {
    clearInterval(heartbeat)
    leave()
  }
  if (raw.destroyed) end()
  else raw.on('close', end)
}
