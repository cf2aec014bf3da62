import type { Change, SpaceSummary } from '#contract/types.ts'

export interface StreamEvent {
  id: string
  event: string
  /** Of all spaces: the space of a change, or those of the user. */
  data: Change & { space?: string; spaces?: SpaceSummary[] }
}

/** A client of server-sent events (WHATWG HTML, 9.2). */
export interface EventStream {
  response: Response
  /** The id that came last, with an event or without. */
  lastId(): string | undefined
  /** The next event. Rejects if none comes in time or the stream has ended. */
  next(timeoutMs?: number): Promise<StreamEvent>
  /** Resolves when the server ends the stream. Rejects if it does not in time. */
  ended(timeoutMs?: number): Promise<void>
  close(): void
}

const TIMEOUT_MS = 10_000

export async function openStream(url: string, key: string, lastEventId?: string, space?: string): Promise<EventStream> {
  const controller = new AbortController()
  const headers = {
    'x-track-key': key,
    accept: 'text/event-stream',
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    ...(space !== undefined && { 'x-track-space': space }),
  }
  const response = await fetch(`${url}/api/events`, { headers, signal: controller.signal })
  const waiting: StreamEvent[] = []
  let ended = false
  let lastId: string | undefined
  let wake = () => {}
  void (async () => {
    let text = ''
    try {
      for await (const bytes of response.body!.pipeThrough(new TextDecoderStream())) {
        text += bytes
        const blocks = text.split('\n\n')
        text = blocks.pop()!
        for (const block of blocks) {
          const fields = Object.fromEntries(
            block
              .split('\n')
              .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
          )
          lastId = fields.id ?? lastId
          if (fields.data)
            waiting.push({ id: fields.id ?? '', event: fields.event ?? 'message', data: JSON.parse(fields.data) })
        }
        wake()
      }
    } catch {
      // closed from this side
    }
    ended = true
    wake()
  })()

  async function until(what: string, holds: () => boolean, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs
    while (!holds()) {
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`no ${what} within ${timeoutMs} ms`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        wake = () => (clearTimeout(timer), resolve())
      })
    }
  }

  return {
    response,
    lastId: () => lastId,
    async next(timeoutMs = TIMEOUT_MS) {
      await until('event', () => waiting.length > 0 || ended, timeoutMs)
      const event = waiting.shift()
      if (!event) throw new Error('the stream has ended')
      return event
    },
    ended: (timeoutMs = TIMEOUT_MS) => until('end', () => ended, timeoutMs),
    close: () => controller.abort(),
  }
}
