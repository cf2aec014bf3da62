import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serverForThisTest } from '#testing/fixtures.ts'
import type { TestServer } from '#testing/test-server.ts'

let server: TestServer
let socket: Socket
beforeEach(async () => {
  server = await serverForThisTest('http')
})
afterEach(() => void socket.destroy())

/** Sends requests in one go; what comes back. */
function sendAhead(text: string): { answer(): string; isClosed(): boolean } {
  const { hostname, port } = new URL(server.url)
  let [answer, isClosed] = ['', false]
  socket = connect(Number(port), hostname, () => socket.write(text))
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  socket.on('error', () => {})
  socket.on('close', () => (isClosed = true))
  return { answer: () => answer, isClosed: () => isClosed }
}

describe('requests that are sent ahead', () => {
  it('are worked on and answered in their order', async () => {
    const { key, track } = await server.addUser('ann')
    const adding = (title: string) => {
      const body = JSON.stringify({ kind: 'todo', title })
      const type = `content-type: application/json\r\ncontent-length: ${body.length}`
      return `POST /api/items HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\n${type}\r\n\r\n${body}`
    }
    const titles = Array.from({ length: 20 }, (_, n) => `thing ${n}`)
    const { answer } = sendAhead(titles.map(adding).join(''))
    await expect.poll(() => answer().match(/"thing \d+"/g) ?? [], { timeout: 15_000 }).toHaveLength(20)
    expect(answer().match(/HTTP\/1\.1 \d+/g)).toEqual(titles.map(() => 'HTTP/1.1 201'))
    expect(answer().match(/thing \d+/g)).toEqual(titles)
    const { items } = await track.items.list({ sort: 'created', reverse: true })
    expect(items.map(({ title }) => title)).toEqual(titles)
  })

  it('close the connection where they are too many', async () => {
    const events = `GET /api/events HTTP/1.1\r\nhost: x\r\nx-track-key: ${(await server.addUser('ann')).key}\r\n\r\n`
    const sent = sendAhead(events + 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(21))
    await expect.poll(sent.isClosed, { timeout: 15_000 }).toBe(true)
  })
})
