import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { encodeRequest, load } from '../../bench/load.mjs'
import { responseReader } from '../../bench/response-reader.mjs'

async function loadOn(answer: RequestListener, options: object) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  try {
    const { port } = server.address() as AddressInfo
    return await load({ port, next: () => encodeRequest('GET', '/'), keepsAwake: false, ...options })
  } finally {
    server.close()
  }
}

test('the load generator counts answers of a known length and those sent in chunks', async () => {
  const known = await loadOn((_, response) => response.end('hello'), { count: 20, connections: 3 })
  expect(known.count).toBe(20)
  const chunked = await loadOn(
    (_, response) => {
      response.write('hel')
      setImmediate(() => (response.write('x'.repeat(100_000)), response.end('lo')))
    },
    { count: 20, connections: 3 },
  )
  expect(chunked.count).toBe(20)
  expect(chunked.bytes).toBeGreaterThan(20 * 100_005)
})

test('the load generator fails at a status that is not expected', async () => {
  const refused = loadOn((_, response) => response.writeHead(500).end(), { count: 1 })
  await expect(refused).rejects.toThrow('status 500 where 200 was expected')
})

test('responses are read alike wherever their bytes are cut', () => {
  const stream = Buffer.from(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1a\r\nabcdefghij\r\n0\r\n\r\nklmnopqrst\r\n' +
      '0\r\n\r\nHTTP/1.1 304 Not Modified\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok',
  )
  for (let size = 1; size <= stream.length; size++) {
    const seen: [number, number][] = []
    const read = responseReader(({ status }: { status: number }, bytes: number) => seen.push([status, bytes]))
    for (let from = 0; from < stream.length; from += size) read(stream.subarray(from, from + size))
    expect(seen.map(([status]) => status)).toEqual([200, 304, 201])
    expect(seen.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(stream.length)
  }
})
