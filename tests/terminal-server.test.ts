import { resolve } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newHome } from './program/run.ts'

let home: ReturnType<typeof newHome>
let pty: IPty | undefined
beforeEach(() => void (home = newHome()))
afterEach(() => {
  pty?.kill('SIGKILL')
  home.remove()
})

/** `track serve` on a terminal; gives what it shows, and its address. */
async function serveOnTerminal(): Promise<{ shown(): string; url: string; stop(): Promise<void> }> {
  const env = { PATH: process.env.PATH ?? '', HOME: home.path, TZ: 'UTC', TERM: 'xterm', TRACK_PORT: '0' }
  const server = (pty = spawn(process.execPath, [resolve('dist/track.js'), 'serve'], { cols: 200, rows: 30, env }))
  let screen = ''
  server.onData((text) => (screen += text.replaceAll('\r\n', '\n')))
  const ended = new Promise<void>((end) => server.onExit(() => end()))
  await expect.poll(() => screen, { timeout: 10_000 }).toMatch(/^track is listening on \S+\n/m)
  return {
    shown: () => screen,
    url: /^track is listening on (\S+)$/m.exec(screen)![1]!,
    stop() {
      server.kill('SIGTERM')
      return ended
    },
  }
}

it('the first key stays in view: after it only errors are logged', async () => {
  const server = await serveOnTerminal()
  for (let n = 0; n < 40; n++) await fetch(`${server.url}/healthz`)
  await server.stop()
  const lines = server.shown().trimEnd().split('\n')
  expect(lines).toEqual([
    expect.stringMatching(
      /^\d\d:\d\d:\d\d until the next start only errors are logged, so that the key stays in view$/,
    ),
    expect.stringMatching(/^created admin {2}\(/),
    expect.stringMatching(/^ {2}api_key: trk_\w{43}$/),
    '',
    'share api_key with the user. They configure with: track config',
    `track config --api-url ${server.url}`,
    `track is listening on ${server.url}`,
  ])
})

it('a log on a terminal is for people', async () => {
  await (await serveOnTerminal()).stop()
  const server = await serveOnTerminal()
  await fetch(`${server.url}/healthz`)
  await fetch(`${server.url}/api/items/t-1`)
  await expect
    .poll(server.shown)
    .toMatch(/^\d\d:\d\d:\d\d request method=GET route=\/healthz status=200 ms=\d+ ip=\S+$/m)
  await expect.poll(server.shown).toMatch(/ request method=GET route=\/api\/items\/:id status=401 /)
  await server.stop()
  expect(server.shown()).toMatch(/^\d\d:\d\d:\d\d stopping$/m)
  expect(server.shown()).not.toContain('{"')
})
