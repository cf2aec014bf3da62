import type { Change } from '#contract/types.ts'

interface Told {
  id: string
  event: string
  data: Change
}

/** A server-sent event stream as a client reads it (WHATWG HTML, 9.2). */
export interface Stream {
  response: Response
  /** The next event; rejects when none comes in time, or the stream has ended. */
  next(within?: number): Promise<Told>
  /** Resolves when the server ends the stream; rejects when it does not in time. */
  ended(within?: number): Promise<void>
  close(): void
}

const PATIENCE_MS = 3000

export async function openStream(url: string, key: string, lastEventId?: string): Promise<Stream> {
  const controller = new AbortController()
  const headers = {
    'x-track-key': key,
    accept: 'text/event-stream',
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  }
  const response = await fetch(`${url}/api/events`, { headers, signal: controller.signal })
  const waiting: Told[] = []
  let over = false
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
          if (fields.data)
            waiting.push({ id: fields.id ?? '', event: fields.event ?? 'message', data: JSON.parse(fields.data) })
        }
        wake()
      }
    } catch {
      // closed from this side
    }
    over = true
    wake()
  })()

  async function until(what: string, holds: () => boolean, within: number): Promise<void> {
    const deadline = Date.now() + within
    while (!holds()) {
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`no ${what} within ${within} ms`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        wake = () => (clearTimeout(timer), resolve())
      })
    }
  }

  return {
    response,
    async next(within = PATIENCE_MS) {
      await until('event', () => waiting.length > 0 || over, within)
      const told = waiting.shift()
      if (!told) throw new Error('the stream has ended')
      return told
    },
    ended: (within = PATIENCE_MS) => until('end', () => over, within),
    close: () => controller.abort(),
  }
}
