import { NoAnswer, type Transport } from './transport.ts'

/** Carries requests by the platform's fetch: for the page. */
export function fetchTransport(fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Transport {
  return async ({ url, method, headers, body, timeout, within }) => {
    try {
      void new Request(url, { method, headers })
    } catch {
      throw new NoAnswer('the address or the key holds characters that cannot be sent', false)
    }
    const gone = new AbortController()
    const giveUp = () => gone.abort()
    const latest = setTimeout(giveUp, within)
    let silence = setTimeout(giveUp, timeout)
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(giveUp, timeout)
    }
    try {
      const reply = await fetch(url, {
        method,
        headers,
        body,
        signal: gone.signal,
        redirect: 'manual',
        credentials: 'omit',
      })
      return {
        // browsers hide where a redirect points, and its status
        status: reply.type === 'opaqueredirect' ? 302 : reply.status,
        header: (name) => reply.headers.get(name) ?? '',
        body: await textOf(reply, heard),
      }
    } catch {
      throw new NoAnswer(gone.signal.aborted ? 'timed out' : 'the server cannot be reached')
    } finally {
      clearTimeout(latest)
      clearTimeout(silence)
    }
  }
}

/** The body, with a sign for each piece that arrives. */
async function textOf({ body }: Response, heard: () => void): Promise<string> {
  let text = ''
  if (!body) return text
  for (const reader = body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
    heard()
    const { value, done } = await reader.read()
    if (done) return text
    text += value
  }
}
