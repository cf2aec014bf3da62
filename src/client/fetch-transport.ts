import { NoAnswer, type Transport } from './transport.ts'

/** Carries requests by the platform's fetch: for the page. */
export function fetchTransport(fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Transport {
  return async ({ url, method, headers, body, timeout }) => {
    try {
      const signal = AbortSignal.timeout(timeout)
      const reply = await fetch(url, { method, headers, body, signal, redirect: 'manual', credentials: 'omit' })
      return {
        // browsers hide where a redirect points, and its status
        status: reply.type === 'opaqueredirect' ? 302 : reply.status,
        header: (name) => reply.headers.get(name) ?? '',
        body: await reply.text(),
      }
    } catch (error) {
      throw new NoAnswer((error as Error).name === 'TimeoutError' ? 'timed out' : 'the server cannot be reached')
    }
  }
}
