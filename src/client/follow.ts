import type { Change, SpaceSummary } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { foreignAnswer } from './foreign-answer.ts'
import { problemIn } from './reply.ts'
import { createEventParser, type ServerSentEvent } from './server-sent-events.ts'

/** What happens in all spaces says in which, by its name. */
interface InSpace {
  space?: string
}

/** A write of the journal, or the news that the journal does not reach back far enough: load everything anew. */
export type JournalEvent =
  | { type: 'change'; id: string; change: Change & InSpace }
  | ({ type: 'reset'; id: string; revision: number } & InSpace)
  /**
   * In all spaces: one was joined or left, an invitation came or went, or a role changed. These are all of them now; of
   * each that was joined come the writes after its revision.
   */
  | { type: 'spaces'; id: string; spaces: SpaceSummary[] }

/** What is needed of an AbortSignal, whose type not every program has. */
interface Signal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export interface FollowOptions {
  /** The id of the last event that is known, or a revision; without it, what is written from now on. */
  since?: string | number
  /** Ends the iteration. */
  signal?: Signal
}

interface Source {
  url: string
  key: string
  client: string
  space?: string
  /** The id from which on events are new. */
  now(): Promise<string | undefined>
}

/** The server says something every 25 s. */
const MAX_SILENCE_MS = 60_000
const MIN_PAUSE_MS = 500
const MAX_PAUSE_MS = 20_000

/**
 * The journal as it grows, without a gap: connects again after a failure and goes on behind the last event. Throws a
 * TrackError where the server refuses it.
 */
export async function* followJournal(source: Source, options: FollowOptions): AsyncGenerator<JournalEvent> {
  for await (const event of followStream(source, options)) if (event.type !== 'begin') yield event
}

/** The same, and in all spaces where it begins: what is written after that event comes. */
export async function* followStream(
  source: Source,
  options: FollowOptions,
): AsyncGenerator<JournalEvent | { type: 'begin'; id: string }> {
  const { signal } = options
  let last = options.since === undefined ? await source.now() : String(options.since)
  let pauseMs = MIN_PAUSE_MS
  for (;;) {
    if (signal?.aborted) return
    try {
      for await (const event of eventsOf(source, last, signal)) {
        pauseMs = MIN_PAUSE_MS
        last = event.id ?? last
        yield toJournalEvent(event, last ?? '')
      }
    } catch (error) {
      if (signal?.aborted) return
      if (error instanceof TrackError && !isPassing(error)) throw error
    }
    await pause(pauseMs, signal)
    pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)
  }
}

const isPassing = ({ code }: TrackError): boolean => code === 'unavailable' || code === 'rate_limited'

function toJournalEvent({ event, data }: ServerSentEvent, id: string): JournalEvent | { type: 'begin'; id: string } {
  if (data === '') return { type: 'begin', id }
  const value = JSON.parse(data) as unknown
  if (event === 'reset') return { type: 'reset', id, ...(value as { revision: number } & InSpace) }
  if (event === 'spaces') return { type: 'spaces', id, ...(value as { spaces: SpaceSummary[] }) }
  return { type: 'change', id, change: value as Change & InSpace }
}

/** The events of one connection. */
async function* eventsOf(
  { url, key, client, space }: Source,
  since: string | undefined,
  signal: Signal | undefined,
): AsyncGenerator<ServerSentEvent> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  signal?.addEventListener('abort', abort)
  let watchdog = setTimeout(abort, MAX_SILENCE_MS)
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/api/events`, {
      headers: {
        'x-track-key': key,
        'x-track-client': client,
        ...(space !== undefined && { 'x-track-space': space }),
        ...(since !== undefined && { 'last-event-id': since }),
      },
      signal: controller.signal,
      redirect: 'manual',
    })
    if (!answer.ok || !answer.body) throw await refusalIn(answer, url)
    const parse = createEventParser()
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      clearTimeout(watchdog)
      watchdog = setTimeout(abort, MAX_SILENCE_MS)
      yield* parse(read.value)
    }
  } finally {
    clearTimeout(watchdog)
    signal?.removeEventListener('abort', abort)
    controller.abort()
  }
}

async function refusalIn(answer: Response, url: string): Promise<Error> {
  const header = (name: string) => answer.headers.get(name) ?? ''
  const reply = { status: answer.status, header, body: await answer.text() }
  return problemIn(reply) ?? foreignAnswer(reply, url)
}

function pause(ms: number, signal: Signal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
