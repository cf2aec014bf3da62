import { foreignAnswer, ForeignAnswerError } from '#client/foreign-answer.ts'
import { problemIn } from '#client/reply.ts'
import { createEventParser } from '#client/server-sent-events.ts'
import { TrackError } from '#domain/errors.ts'
import { SERVER_URL } from '#web/format/addresses.ts'

export interface StreamHandlers {
  /** The id behind which events are wanted; undefined: those from now on. */
  lastId(): string | undefined
  opened(): void
  /** `data` is empty where only the id is told. */
  event(name: string, data: unknown, id: string | undefined): void
  /** The connection is closed or failed; another attempt follows. */
  lost(error: unknown): void
  /** The server does not know the key any more. */
  refused(): void
}

const MAX_SILENCE_MS = 60_000
const MIN_PAUSE_MS = 500
const MAX_PAUSE_MS = 20_000

/**
 * Follows the journal by fetch, since EventSource can't send the key. Reconnects by itself and resumes after the last
 * event.
 */
export class Stream {
  /** Of all spaces, or of one's own. */
  readonly isOfAll: boolean
  readonly #key: string
  readonly #handlers: StreamHandlers
  #pause = MIN_PAUSE_MS
  #attempt: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(key: string, isOfAll: boolean, handlers: StreamHandlers) {
    this.#key = key
    this.isOfAll = isOfAll
    this.#handlers = handlers
  }

  /** Whether it is connected or connecting. */
  get isOpen(): boolean {
    return this.#attempt !== null
  }

  /** Connects now, unless it is connected or connecting. */
  wake(): void {
    if (this.#closed || this.#attempt) return
    clearTimeout(this.#timer)
    void this.#follow()
  }

  /** Connects anew: a connection from before the network was gone may be dead without saying so. */
  reconnect(): void {
    if (this.#attempt) this.#attempt.abort()
    else this.wake()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#attempt?.abort()
  }

  async #follow(): Promise<void> {
    const attempt = new AbortController()
    this.#attempt = attempt
    let failure: unknown
    let watchdog = setTimeout(() => attempt.abort(), MAX_SILENCE_MS)
    try {
      const answer = await fetch(`${SERVER_URL}/api/events`, {
        headers: this.#headers(),
        signal: attempt.signal,
        credentials: 'omit',
        redirect: 'manual',
        priority: 'low', // what the view is made of goes first, and the page counts as loaded while it is open
      })
      if (!isEventStream(answer)) throw await errorIn(answer)
      this.#pause = MIN_PAUSE_MS
      this.#handlers.opened()
      const parse = createEventParser()
      for (const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader(); ;) {
        const { value, done } = await reader.read()
        clearTimeout(watchdog)
        watchdog = setTimeout(() => attempt.abort(), MAX_SILENCE_MS)
        if (done) break
        for (const { event, data, id } of parse(value))
          this.#handlers.event(event, data && (JSON.parse(data) as unknown), id)
      }
    } catch (error) {
      failure = error
    } finally {
      clearTimeout(watchdog)
      this.#attempt = null
    }
    if (failure instanceof TrackError && failure.code === 'unauthenticated') this.#refuse()
    else this.#retry(failure)
  }

  #retry(failure: unknown): void {
    if (this.#closed) return
    this.#handlers.lost(failure)
    this.#timer = setTimeout(() => this.wake(), this.#pause)
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE_MS)
  }

  #refuse(): void {
    this.#closed = true
    this.#handlers.refused()
  }

  #headers(): Record<string, string> {
    const lastId = this.#handlers.lastId()
    return {
      'x-track-key': this.#key,
      'x-track-client': 'web',
      ...(this.isOfAll && { 'x-track-space': '*' }),
      ...(lastId !== undefined && { 'last-event-id': lastId }),
    }
  }
}

function isEventStream({ ok, headers, body }: Response): boolean {
  return ok && body !== null && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')
}

/** What an answer says that is no stream. A redirect's status is hidden from pages. */
async function errorIn(answer: Response): Promise<Error> {
  const reply = {
    status: answer.type === 'opaqueredirect' ? 302 : answer.status,
    header: (name: string) => answer.headers.get(name) ?? '',
    body: await answer.text(),
  }
  return problemIn(reply) ?? foreignAnswer(reply, SERVER_URL)
}

/** Whether something in front of Track asks for more than patience: a login, say. It may be down, too. */
export function isTurnedAway(error: unknown): boolean {
  return error instanceof ForeignAnswerError && error.status < 500
}
