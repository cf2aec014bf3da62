import { NoResponseError, type Transport } from './transport.ts'

/** A transport over the platform's fetch, for browsers. */
export function fetchTransport(fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Transport {
  return async ({ url, method, headers, body, idleTimeoutMs, totalTimeoutMs }) => {
    try {
      void new Request(url, { method, headers })
    } catch {
      throw new NoResponseError('the address or the key holds characters that cannot be sent', {
        retryable: false,
        mayHaveArrived: false,
      })
    }
    const controller = new AbortController()
    const abort = () => controller.abort()
    const totalTimer = setTimeout(abort, totalTimeoutMs)
    let idleTimer = setTimeout(abort, idleTimeoutMs)
    const restartIdleTimer = () => {
      clearTimeout(idleTimer)
      idleTimer = setTimeout(abort, idleTimeoutMs)
    }
    try {
      const reply = await fetch(url, {
        method,
        headers,
        body,
        signal: controller.signal,
        redirect: 'manual',
        credentials: 'omit',
      })
      return {
        // browsers hide where a redirect points, and its status
        status: reply.type === 'opaqueredirect' ? 302 : reply.status,
        header: (name) => reply.headers.get(name) ?? '',
        body: await textOf(reply, restartIdleTimer),
      }
    } catch {
      throw new NoResponseError(controller.signal.aborted ? 'timed out' : 'the server cannot be reached')
    } finally {
      clearTimeout(totalTimer)
      clearTimeout(idleTimer)
    }
  }
}

async function textOf({ body }: Response, restartIdleTimer: () => void): Promise<string> {
  let text = ''
  if (!body) return text
  for (const reader = body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
    restartIdleTimer()
    const { value, done } = await reader.read()
    if (done) return text
    text += value
  }
}
