import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { emptyPostgres } from '#testing/databases.ts'
import { useHome } from './fixtures.ts'

const home = useHome()
const after: (() => unknown)[] = []
afterEach(async () => {
  await home.stop()
  for (const job of after.splice(0).toReversed()) await job()
})

/** The ErrorResponse of a pooler that has lost the database (PostgreSQL manual, 53.7). */
function poolerError(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C08P01\0Mserver conn crashed?\0\0')
  const head = Buffer.from('E....')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

/** A proxy to PostgreSQL that, once it breaks, forwards a commit, answers `words` and disconnects. */
async function startBreakableProxy(url: string, words: Buffer): Promise<{ url: string; breakOff(): void }> {
  const { hostname, port } = new URL(url)
  let breaking = false
  const proxy = createServer((near: Socket) => {
    const far = connect(Number(port), hostname)
    let cut = false
    near.on('data', (bytes: Buffer) => {
      cut ||= breaking && bytes.includes('commit')
      far.write(bytes)
    })
    far.on('data', (bytes: Buffer) => {
      if (cut) near.end(words)
      else near.write(bytes)
    })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('close', () => other.destroy()).on('error', () => {})
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  after.push(() => proxy.close())
  const address = new URL(url)
  address.host = `127.0.0.1:${(proxy.address() as { port: number }).port}`
  return { url: address.href, breakOff: () => (breaking = !breaking) }
}

it.each([
  ['nothing', Buffer.alloc(0)],
  ["a pooler's word", poolerError()],
])(
  'the result of an unanswered commit is reported as unknown, and a retry with the same key finds out: %s came back',
  async (_, words) => {
    const database = await emptyPostgres()
    after.push(() => database.drop())
    const proxy = await startBreakableProxy(database.url, words)
    const server = await home.start({ TRACK_DATABASE_URL: proxy.url })
    const add = async () => {
      const response = await fetch(`${server.url}/api/items`, {
        method: 'POST',
        headers: { 'x-track-key': server.key, 'content-type': 'application/json', 'idempotency-key': 'once' },
        body: '{"kind":"todo","title":"Perhaps"}',
      })
      return { status: response.status, body: (await response.json()) as { id: string; detail: string; hint: string } }
    }
    proxy.breakOff()
    const { status, body } = await add()
    expect(status).toBe(503)
    expect(body).toMatchObject({
      detail: expect.stringContaining('not known'),
      hint: expect.stringContaining('Idempotency-Key'),
    })
    proxy.breakOff()
    const again = await add()
    expect(again.status).toBe(201)
    const { items } = (await (
      await fetch(`${server.url}/api/items`, { headers: { 'x-track-key': server.key } })
    ).json()) as { items: { id: string }[] }
    expect(items.map(({ id }) => id)).toEqual([again.body.id])
  },
)
