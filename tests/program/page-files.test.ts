import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rawRequest } from '#testing/raw-http.ts'
import { newHome, serve, type Server } from './run.ts'

let server: Server
const home = newHome()
beforeAll(async () => void (server = await serve(home.path)))
afterAll(async () => {
  await server.stop('SIGKILL')
  home.remove()
})

describe('files of the page', () => {
  it('are packed only as a request accepts it', async () => {
    const encodingOf = async (accept: string) =>
      (await rawRequest(server.url, '/', { headers: { 'accept-encoding': accept } })).headers['content-encoding']
    expect(await encodingOf('gzip, br')).toBe('br')
    expect(await encodingOf('gzip, br;q=0')).toBe('gzip')
    expect(await encodingOf('br;q=0')).toBeUndefined()
    expect(await encodingOf('br;q=0, gzip;q=0.0')).toBeUndefined()
    expect(await encodingOf('identity')).toBeUndefined()
  })

  it('are all that can be reached: no path leads out of their folder', async () => {
    writeFileSync(join(home.path, 'data', 'secret.js'), 'outside')
    const index = (await rawRequest(server.url, '/')).body
    const escapes = [
      '/../track.js',
      '/..%2ftrack.js',
      '/%2e%2e/track.js',
      '/%2e%2e%2ftrack.js',
      '/assets/../../track.js',
      '/assets/..%2f..%2ftrack.js',
      '/..\\track.js',
      '/%5c..%5ctrack.js',
      '//track.js',
      '/./../meta.json',
      '/assets/%00',
      '/index.html%00.js',
      `/${home.path}/data/secret.js`,
      `//${home.path}/data/track.db`,
      '/.env',
      '/package.json',
      '/track.js',
      '/chunks/',
    ]
    for (const path of escapes) {
      for (const accept of ['*/*', 'text/html']) {
        const { status, body } = await rawRequest(server.url, path, { headers: { accept } })
        expect([
          path,
          status === 200 ? body.replaceAll('="../', '="./') === index : [400, 404].includes(status),
        ]).toEqual([path, true])
        expect(body, path).not.toMatch(/outside|SQLite format|#!\/usr\/bin/)
      }
    }
  })
})

it('the page finds its files from every view, whatever path it is served under', async () => {
  const addressesIn = (html: string) => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!)
  for (const path of ['/', '/today', '/projects/boat', '/x/y/z/']) {
    const { status, body } = await rawRequest(server.url, path, { headers: { accept: 'text/html' } })
    expect([path, status]).toEqual([path, 200])
    const addresses = addressesIn(body)
    expect(addresses.length).toBeGreaterThan(4)
    for (const address of addresses) {
      const { pathname } = new URL(address, `https://host.example/some/path${path}`)
      expect(pathname).toMatch(/^\/some\/path\/(?:assets\/)?[^/]+$/)
      expect([pathname, (await rawRequest(server.url, pathname.slice('/some/path'.length))).status]).toEqual([
        pathname,
        200,
      ])
    }
  }
  expect((await rawRequest(server.url, '/1/2/3/4/5/6', { headers: { accept: 'text/html' } })).status).toBe(404)
})

it('every response has the security headers', async () => {
  const key = { 'x-track-key': server.key }
  const paths: [path: string, method?: string, headers?: Record<string, string>][] = [
    ['/'],
    ['/index.html'],
    ['/worker.js'],
    ['/nothing'],
    ['/openapi.json'],
    ['/healthz'],
    ['/readyz'],
    ['/api/me'],
    ['/api/nothing'],
    ['/calendar.ics'],
    ['/calendar.ics', 'POST'],
    ['/api/me', 'GET', key],
    ['/api/items', 'GET', key],
    ['/api/items/t-1', 'GET', key],
    ['/api/items', 'POST', key],
    ['/api/%zz', 'GET', key],
    ['/%zz'],
    ['/', 'OPTIONS'],
    ['/', 'TRACE'],
    [`/calendar.ics?key=${server.key}`],
    [`/calendar.ics?key=${server.key}`, 'HEAD'],
  ]
  for (const [path, method, headers] of paths) {
    const answer = await rawRequest(server.url, path, { method, headers })
    const what = `${method} ${path} ${answer.status}`
    expect(answer.headers['x-content-type-options'], what).toBe('nosniff')
    expect(answer.headers['referrer-policy'], what).toBe('no-referrer')
    expect(answer.headers['x-frame-options'], what).toBe('DENY')
    expect(answer.headers['content-security-policy'], what).toMatch(/^default-src 'none';.*frame-ancestors 'none'/)
    expect(answer.headers['cross-origin-resource-policy'], what).toBe('same-origin')
    expect(answer.headers['access-control-allow-origin'], what).toBeUndefined()
    expect(answer.headers['set-cookie'], what).toBeUndefined()
    expect(answer.headers['x-powered-by'] ?? answer.headers.server, what).toBeUndefined()
  }
  const stream = await fetch(`${server.url}/api/events`, { headers: key })
  expect(stream.headers.get('x-content-type-options')).toBe('nosniff')
  await stream.body!.cancel()
})
