import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { keyFrom } from '#domain/keys.ts'
import { addressGroup } from '#http/forwarded.ts'
import { RateLimiter } from '#http/rate-limiter.ts'
import { serverForThisTest, useTestServer, useUser } from '#testing/fixtures.ts'

const wrongKey = () => keyFrom('trk_', randomBytes(32))

describe('limits', () => {
  const server = useTestServer('http', { settings: { rateLimit: 600, authRateLimit: 10, trustProxy: true } })
  const ann = useUser(server, 'ann')
  let minute = 0
  beforeEach(() => {
    minute += 2
    server.clock.set(`2026-03-10T12:${String(minute).padStart(2, '0')}:15.000Z`)
  })

  const from = (ip: string, key?: string, path = '/api/me') =>
    server.fetch(path, { key, headers: { 'x-forwarded-for': ip } })
  async function guess(ip: string, times: number): Promise<number[]> {
    const statuses = []
    for (let i = 0; i < times; i++) statuses.push((await from(ip, wrongKey())).status)
    return statuses
  }
  const TEN = Array<number>(10).fill(401)

  it('let 10 wrong keys a minute pass from an address, then say when to come again', async () => {
    expect(await guess('192.0.2.1', 12)).toEqual([...TEN, 429, 429])
    const refused = await from('192.0.2.1', wrongKey())
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('45')
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429, retry_after: 45 })
    server.clock.advance(45_000)
    expect(await guess('192.0.2.1', 1)).toEqual([401])
  })

  it('never refuse a right key for the wrong ones of others', async () => {
    await guess('192.0.2.2', 12)
    expect((await from('192.0.2.2', ann.key)).status).toBe(200)
    expect((await from('192.0.2.2', ann.key, `/calendar.ics?key=${ann.key}`)).status).toBe(200)
    expect(await guess('192.0.2.2', 1)).toEqual([429])
    expect(await guess('192.0.2.3', 1)).toEqual([401])
  })

  it('do not count missing keys', async () => {
    for (let i = 0; i < 20; i++) expect((await from('192.0.2.4')).status).toBe(401)
    expect(await guess('192.0.2.4', 1)).toEqual([401])
  })

  it('count wrong keys at the feed and under unknown paths as well', async () => {
    for (let i = 0; i < 5; i++)
      expect((await from('192.0.2.5', undefined, `/calendar.ics?key=${wrongKey()}`)).status).toBe(401)
    for (let i = 0; i < 4; i++) expect((await from('192.0.2.5', wrongKey(), '/api/nothing')).status).toBe(401)
    expect((await from('192.0.2.5', 'short')).status).toBe(401)
    expect((await from('192.0.2.5', undefined, `/calendar.ics?key=${wrongKey()}`)).status).toBe(429)
    expect((await from('192.0.2.5', wrongKey(), '/api/nothing')).status).toBe(429)
  })

  it('take the /64 of an IPv6 address as one', async () => {
    const statuses = []
    for (let i = 0; i < 11; i++) statuses.push(...(await guess(`2001:db8:1:2:${i.toString(16)}::${i}`, 1)))
    expect(statuses).toEqual([...TEN, 429])
    expect(await guess('2001:db8:1:3::1', 1)).toEqual([401])
  })

  it('let a right key send 600 requests a minute', async () => {
    const bob = await server.addAnyUser()
    const statuses: number[] = []
    for (let i = 0; i < 20; i++)
      statuses.push(
        ...(await Promise.all(Array.from({ length: 30 }, async () => (await from('192.0.2.6', bob.key)).status))),
      )
    expect(new Set(statuses)).toEqual(new Set([200]))
    const refused = await from('192.0.2.7', bob.key)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('45')
    expect((await from('192.0.2.6', ann.key)).status).toBe(200)
    server.clock.advance(60_000)
    expect((await from('192.0.2.6', bob.key)).status).toBe(200)
  })

  it('ignore x-forwarded-for unless a proxy is configured', async () => {
    const plain = await serverForThisTest('http', { settings: { authRateLimit: 3 } })
    const statuses = []
    for (let i = 0; i < 4; i++)
      statuses.push(
        (await plain.fetch('/api/me', { key: wrongKey(), headers: { 'x-forwarded-for': `192.0.2.${i}` } })).status,
      )
    expect(statuses).toEqual([401, 401, 401, 429])
  })

  it.each([
    ['the address of the proxy', '127.0.0.1'],
    ['one hop', (_address: string, hop: number) => hop < 1],
  ])('take the word of the proxy alone, not what a client sent: %s', async (_, trustProxy) => {
    const behind = await serverForThisTest('http', { settings: { authRateLimit: 3, trustProxy } })
    const guess = async (forwarded: string) =>
      (await behind.fetch('/api/me', { key: wrongKey(), headers: { 'x-forwarded-for': forwarded } })).status
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push(await guess(`198.51.100.${i}, 192.0.2.9`))
    expect(statuses).toEqual([401, 401, 401, 429])
    expect(await guess('192.0.2.10')).toBe(401)
  })

  it('are off at 0', async () => {
    const open = await serverForThisTest('http')
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async () => (await open.fetch('/api/me', { key: wrongKey() })).status),
    )
    expect(new Set(statuses)).toEqual(new Set([401]))
  })
})

describe('one address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['1::', '1:0:0:0'],
    ['unknown', 'no address'],
    ['_hidden', 'no address'],
    ['x'.repeat(10_000), 'no address'],
    ['1.2.3.4:5678', 'no address'],
    [undefined, 'no address'],
  ])('%s counts as %s', (ip, group) => {
    expect(addressGroup(ip)).toBe(group)
  })

  it('is not forgotten under many others', () => {
    const limiter = new RateLimiter(1, () => new Date('2026-03-10T12:00:30Z'))
    expect(limiter.hit('a')).toBe(0)
    expect(limiter.hit('a')).toBe(30)
    for (let i = 0; i < 1000; i++) limiter.hit(`other ${i}`)
    expect(limiter.hit('a')).toBe(30)
  })
})
