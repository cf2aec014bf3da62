import { connect } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useTestServer } from '#testing/fixtures.ts'
import { sendBytes } from '#testing/raw-http.ts'

/** What Node by itself refuses with an empty answer. */
describe('a request that is unusual HTTP', () => {
  const server = useTestServer('http')

  it.each(['', 'host:\r\n'])('is refused in words when it names no host: %j', async (host) => {
    const [head = '', body = ''] = (
      await sendBytes(server.url, `GET /healthz HTTP/1.1\r\n${host}connection: close\r\n\r\n`)
    ).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1.1 400 /)
    expect(head).toMatch(/^content-type: application\/problem\+json/im)
    expect(JSON.parse(body)).toMatchObject({
      status: 400,
      code: 'invalid',
      detail: expect.stringContaining('the header host is missing'),
    })
  })

  it.each([
    ['declares', (bytes: number) => `content-length: ${bytes}\r\n\r\n`],
    ['sends in pieces', (bytes: number) => `transfer-encoding: chunked\r\n\r\n${bytes.toString(16)}\r\n`],
  ])('is answered though it %s a body that is far too long, and reads only when all is sent', async (_, headers) => {
    const { key } = await server.addAnyUser()
    const bytes = 16 * 1024 * 1024
    const { hostname, port } = new URL(server.url)
    const socket = connect({ port: Number(port), host: hostname, noDelay: true })
    onTestFinished(() => void socket.destroy())
    const head = `POST /api/items HTTP/1.1\r\nhost: x\r\nx-track-key: ${key}\r\ncontent-type: application/json\r\n`
    const write = promisify(socket.write.bind(socket)) as (piece: string | Buffer) => Promise<void>
    await write(head + headers(bytes))
    const piece = Buffer.alloc(64 * 1024, ' ')
    for (let sent = 0; sent < bytes; sent += piece.length) await write(piece)
    const answer = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
    expect(answer).toContain('"code":"too_large"')
  })

  it('may expect what it likes', async () => {
    expect(
      await sendBytes(server.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: a miracle\r\nconnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 200 /)
  })

  it('needs no host in HTTP/1.0', async () => {
    expect(await sendBytes(server.url, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /)
  })
})
