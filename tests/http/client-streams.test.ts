import { once } from 'node:events'
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connect, type JournalEvent } from '#main/client.ts'
import { addAll } from '#testing/builders.ts'
import { useTestServer, useNewUser } from '#testing/fixtures.ts'

describe('track/client', () => {
  const server = useTestServer('http')
  const ann = useNewUser(server)

  /** A way to the server that can be cut. */
  async function cuttableProxy() {
    const { hostname, port } = new URL(server.url)
    const sockets = new Set<Socket>()
    const proxy = createServer((incoming) => {
      const outgoing = connectTo(Number(port), hostname)
      for (const socket of [incoming, outgoing]) sockets.add(socket.on('error', () => {}))
      incoming.pipe(outgoing).pipe(incoming)
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const cut = () => sockets.forEach((socket) => socket.destroy())
    onTestFinished(() => {
      cut()
      proxy.close()
    })
    return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, cut }
  }

  const titleOf = (event: JournalEvent) => (event.type === 'change' ? event.change.items![0]!.after!.title : event.type)

  it('gives pages as they are asked for', async () => {
    await addAll(ann.track, 'todo', ['One', 'Two', 'Three', 'Four', 'Five'])
    const track = connect({ url: server.url, key: ann.key })
    const pages: string[][] = []
    for await (const items of track.pages('items.list', { kind: 'todo', limit: 2 }))
      pages.push(items.map(({ title }) => title))
    expect(pages).toEqual([['One', 'Two'], ['Three', 'Four'], ['Five']])
    const found: string[] = []
    for await (const items of track.pages('search.find', { q: 'f', limit: 1 })) found.push(...items.map((i) => i.title))
    expect(found.toSorted()).toEqual(['Five', 'Four'])
  })

  it('follows the journal over cut connections without a gap, and ends with its signal', async () => {
    const { url, cut } = await cuttableProxy()
    await addAll(ann.track, 'todo', ['Before'])
    const end = new AbortController()
    const heard: string[] = []
    const following = (async () => {
      for await (const event of connect({ url, key: ann.key }).events({ since: 0, signal: end.signal }))
        heard.push(titleOf(event))
    })()
    await expect.poll(() => heard).toEqual(['Before'])
    cut()
    await addAll(ann.track, 'todo', ['While away'])
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['Before', 'While away'])
    await addAll(ann.track, 'todo', ['After'])
    await expect.poll(() => heard).toEqual(['Before', 'While away', 'After'])
    end.abort()
    await following
  })

  it('begins with what is written from now on, and throws where it is refused', async () => {
    await addAll(ann.track, 'todo', ['Before'])
    const events = connect({ url: server.url, key: ann.key }).events()
    const next = events.next()
    await expect.poll(() => server.assembly.live.count(ann.id)).toBe(1)
    await addAll(ann.track, 'todo', ['Now'])
    expect(titleOf((await next).value as JournalEvent)).toBe('Now')
    await events.return(undefined)
    const refused = connect({ url: server.url, key: `trk_${'x'.repeat(43)}` }).events({ since: 0 })
    await expect(refused.next()).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
