import { describe, expect, it } from 'vitest'
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

  it('may expect what it likes', async () => {
    expect(
      await sendBytes(server.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: a miracle\r\nconnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 200 /)
  })

  it('needs no host in HTTP/1.0', async () => {
    expect(await sendBytes(server.url, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /)
  })
})
