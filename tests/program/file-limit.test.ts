import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newHome, serve } from './run.ts'

const isLinux = process.platform === 'linux'

describe.runIf(isLinux)('a server that may open few files', () => {
  let home: ReturnType<typeof newHome>
  beforeEach(() => void (home = newHome()))
  afterEach(() => home.remove())

  it('serves the holder of a key while others hold more connections than it may open', async () => {
    const server = await serve(home.path, {}, ['sh', '-c', 'ulimit -n 256; exec "$@"', 'sh'])
    const { hostname, port } = new URL(server.url)
    const idle = Array.from({ length: 400 }, () => connect(Number(port), hostname).on('error', () => {}))
    await new Promise((over) => setTimeout(over, 500))
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(server.url + path, {
        ...init,
        headers: { 'x-track-key': server.key, connection: 'close', 'content-type': 'application/json' },
      })
    const added = await ask('/api/items', { method: 'POST', body: '{"kind":"todo","title":"x"}' })
    expect(added.status).toBe(201)
    expect((await ask('/api/export')).status).toBe(200) // which opens a file
    for (const socket of idle) socket.destroy()
    expect(await server.stop()).toBe(0)
  })
})
