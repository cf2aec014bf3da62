import { describe, expect, it } from 'vitest'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { rawRequest } from '#testing/raw-http.ts'

describe('a server under a path of its host', () => {
  const server = useTestServer('http', { settings: { publicUrl: 'https://host.example/track' } })
  const ann = useUser(server, 'ann')

  const get = (path: string, key = ann.key) => rawRequest(server.url, path, { headers: { 'x-track-key': key } })
  const statusOf = async (path: string, key?: string) => (await get(path, key)).status

  it('answers whether or not the proxy takes the path away', async () => {
    for (const path of ['/api/me', '/openapi.json', '/docs', '/docs.css', '/healthz', '/readyz', '/']) {
      expect([path, await statusOf(path), await statusOf(`/track${path}`)]).toEqual([path, 200, 200])
      expect((await get(`/track${path}`)).body).toBe((await get(path)).body)
    }
    expect(await statusOf('http://host.example/track/api/me')).toBe(200)
    expect(await statusOf(`/track/calendar.ics?key=${ann.key}`, '')).toBe(200)
  })

  it('takes one path away, and only as a whole segment', async () => {
    for (const path of ['/tracks/api/me', '/track/track/api/me', '/Track/api/me', '/track//api/me', '/track%2Fapi/me'])
      expect([path, await statusOf(path)]).toEqual([path, 404])
  })

  it('asks for a key under it, however the path is written', async () => {
    for (const path of ['/track/api/me', '/track/api/nothing', '/track/%61pi/me', '/track/API/me', '/track/api'])
      expect([path, await statusOf(path, '')]).toEqual([path, 401])
  })

  it('sends the path itself to its own end, since addresses of the page are relative', async () => {
    const { status, headers } = await get('/track?item=t-1')
    expect([status, headers.location]).toEqual([308, '/track/?item=t-1'])
  })

  it('names itself with its path', async () => {
    const {
      https,
      webcal,
      feed_key: key,
    } = JSON.parse((await get('/track/api/calendar')).body) as Record<string, string>
    expect([https, webcal]).toEqual([
      `https://host.example/track/calendar.ics?key=${key}`,
      `webcal://host.example/track/calendar.ics?key=${key}`,
    ])
    expect(JSON.parse((await get('/openapi.json')).body)).toMatchObject({ servers: [{ url: '/track' }] })
    for (const file of ['docs.css', 'openapi.json']) expect((await get('/track/docs')).body).toContain(`href="${file}"`)
  })
})
