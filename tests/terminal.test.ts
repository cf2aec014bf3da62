import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newHome, type Server, serve, track } from './program/run.ts'
import { openTerminal, PROGRAM, type TerminalSize } from './pseudo-terminal.ts'

const root = newHome()
const home = join(root.path, 'home')
const configFile = join(home, '.track/config.toml')
const env = { PATH: process.env.PATH ?? '', HOME: home, TZ: 'UTC', TERM: 'xterm-256color' }

let server: Server
let url = ''
let key = ''

beforeAll(async () => {
  server = await serve(root.path)
  ;({ url, key } = server)
})
afterAll(async () => {
  await server.stop()
  root.remove()
})
beforeEach(() => rmSync(home, { recursive: true, force: true }))

/** `track` on a terminal, with this test's home. */
const terminal = (words: string, { extra = {}, ...size }: TerminalSize & { extra?: Record<string, string> } = {}) =>
  openTerminal(words, { ...size, env: { ...env, ...extra } })

/** Through pipes, as a script calls it. */
const piped = (args: string[], input = '', extra: Record<string, string> = {}) =>
  track(home, args, { env: extra, input })
const withKey = () => ({ TRACK_API_KEY: key, TRACK_API_URL: url })

test('track config asks for the key without showing it', async () => {
  const screen = terminal(`config --api-url ${url}`, { echo: true })
  await screen.until('Track api_key: ')
  screen.pty.write('wrong\u007f\u007f\u007f\u007f\u007f')
  screen.pty.write(`\u001b[200~${key}\u001b[201~`)
  screen.pty.write('\r')
  expect((await screen.ended).code).toBe(0)
  expect(screen.shown()).not.toContain(key.slice(4, 20))
  expect(screen.shown()).not.toContain('wrong')
  expect(screen.shown()).toBe(
    `the key is for ${url}\r\nTrack api_key: \r\nwrote ${configFile}\r\nauthenticated as admin\r\n echo \r\n`,
  )
  expect(readFileSync(configFile, 'utf8')).toBe(`api_key = "${key}"\napi_url = "${url}"\n`)
  expect(statSync(configFile).mode & 0o777).toBe(0o600)
  expect(statSync(join(home, '.track')).mode & 0o777).toBe(0o700)
})

test('Ctrl-C at the hidden prompt exits with 130, writes nothing, and leaves the terminal as it was', async () => {
  const screen = terminal(`config --api-url ${url}`, { echo: true })
  await screen.until('Track api_key: ')
  screen.pty.write('half a key\u0003')
  expect((await screen.ended).code).toBe(130)
  expect(screen.shown()).toBe(`the key is for ${url}\r\nTrack api_key: \r\n echo \r\n`)
  expect(existsSync(configFile)).toBe(false)
})

test('without a terminal the key comes through a pipe; a refused one writes nothing', async () => {
  expect(await piped(['config', '--api-url', url], `trk_${'x'.repeat(43)}\n`)).toMatchObject({ code: 4, stdout: '' })
  expect(existsSync(configFile)).toBe(false)
  expect(await piped(['config', '--api-url', url], `${key}\n`)).toMatchObject({
    code: 0,
    stdout: `wrote ${configFile}\nauthenticated as admin\n`,
  })
  const { stdout: out } = await piped(['config', '--show'])
  expect(out).toContain(`${key.slice(0, 8)}…`)
  expect(out).not.toContain(key)
})

test('rank reads from the terminal, and Ctrl-C leaves everything as it was', async () => {
  const extra = withKey()
  await piped(['add', 'shopping', 'lamp, chair, desk'], '', extra)
  const stopped = terminal('rank shopping', { extra })
  await stopped.until('new order: ')
  stopped.pty.write('3\u0003')
  expect((await stopped.ended).code).toBe(130)
  expect(stopped.shown().endsWith('\r\n')).toBe(true)
  const screen = terminal('rank shopping', { extra })
  await screen.until('new order: ')
  screen.pty.write('3 1\r')
  expect((await screen.ended).code).toBe(0)
  expect(screen.shown().replace(/s-[0-9a-f]{4}/g, 's-####')).toBe(
    [
      'current order (shopping):',
      ' 1. s-####  P3  lamp',
      ' 2. s-####  P3  chair',
      ' 3. s-####  P3  desk',
      'new order: 3 1',
      'new order (shopping):',
      ' 1. s-####  P3  desk',
      ' 2. s-####  P3  lamp',
      ' 3. s-####  P3  chair',
      '',
    ].join('\r\n'),
  )
})

test('colours stand on a terminal only, and never with NO_COLOR', async () => {
  const extra = withKey()
  for (const words of ['urgent -p 1 --due yesterday', 'soon -p 2', 'some day -p 5'])
    await piped(['add', 'todo', ...words.split(' ')], '', extra)
  const coloured = terminal('list todos', { extra })
  await coloured.ended
  expect(coloured.shown()).toContain('\u001b[31mP1\u001b[39m')
  expect(coloured.shown()).toContain('\u001b[33mP2\u001b[39m')
  expect(coloured.shown()).toContain('\u001b[2mP5\u001b[22m')
  expect(coloured.shown()).toContain('\u001b[31m1 day late\u001b[39m')
  const plain = terminal('list todos', { extra: { ...extra, NO_COLOR: '1' } })
  await plain.ended
  expect(plain.shown()).not.toContain('\u001b')
  expect((await piped(['list', 'todos'], '', extra)).stdout).not.toContain('\u001b')
})

test.each([30, 60, 100])('lines fit a terminal of %i columns and line up; a pipe cuts nothing', async (columns) => {
  const extra = withKey()
  const title = `漢字 and pizza 🍕 with a very long title that goes on and on until the terminal's end ${columns}`
  await piped(['add', 'grocery', title, '--tags', 'lidl,aldi,rewe', '--due', 'tomorrow'], '', extra)
  const screen = terminal('list groceries', { columns, extra: { ...extra, NO_COLOR: '1' } })
  await screen.ended
  const lines = screen.shown().split('\r\n').slice(0, -1)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
  expect(lines.some((line) => line.includes('…'))).toBe(true)
  expect((await piped(['list', 'groceries'], '', extra)).stdout).toContain(title)
})

test('columns line up in any script, and no sign is too much', async () => {
  const titles = ['pay €5', 'été', '①☎✓', '❤️ and 👨‍👩‍👧', 'مرحبا', 'ก็', 'plain', '买牛奶']
  for (const title of titles) await piped(['add', 'grocery', title, '--tags', 'signs'], '', withKey())
  const screen = terminal('list groceries --tag signs', { columns: 60, extra: { ...withKey(), NO_COLOR: '1' } })
  expect((await screen.ended).code).toBe(0)
  const lines = screen.shown().trimEnd().split('\r\n')
  expect(lines.map((line) => titles.some((title) => line.includes(title)))).toEqual(titles.map(() => true))
  expect(
    new Set(lines.map((line) => stringWidth(line.slice(0, line.indexOf('#signs')).replace(/[①☎✓]/g, 'x')))).size,
  ).toBe(1) // such signs take one column on terminals
})

test('what is longer than the screen is shown in a pager, which ends as people expect', async () => {
  await piped(
    ['add', 'grocery', '-', '--tags', 'long'],
    Array.from({ length: 50 }, (_, i) => `thing ${i}`).join('\n'),
    withKey(),
  )
  const extra = { ...withKey(), NO_COLOR: '1' }
  const list = 'list groceries --tag long'
  const paged = terminal(list, { rows: 10, extra: { ...extra, PAGER: 'sed "s/^/| /"' } })
  expect((await paged.ended).code).toBe(0)
  expect(paged.shown()).toContain('| g-')
  expect(paged.shown()).toContain('thing 49')
  for (const [rows, pager] of [
    [60, 'sed "s/^/| /"'],
    [10, 'cat'],
    [10, ''],
    [10, '/nosuch/pager'],
  ] as const) {
    const plain = terminal(list, { rows, extra: { ...extra, TRACK_PAGER: pager } })
    expect((await plain.ended).code).toBe(0)
    expect(plain.shown()).not.toContain('| g-')
    expect(plain.shown()).toContain('thing 49')
  }
  const left = terminal(list, { rows: 10, extra: { ...extra, PAGER: 'head -n 1; read answer </dev/tty' } })
  await left.until('thing 0')
  left.pty.write('\u0003') // Ctrl-C is the pager's; the shell that runs it ends
  expect((await left.ended).code).toBe(0)
})

test('a command without its id offers what there is, filtered while one types', async () => {
  const extra = withKey()
  await piped(['add', 'chore', '-', '--every', 'weekly'], 'Wässern\nSweep the floor\nSweep the yard\nDust', extra)
  const screen = terminal('done', { extra })
  await screen.until('type to filter')
  expect(screen.shown()).toContain('type to filter')
  screen.pty.write('swe yar')
  await screen.until('? swe yar')
  screen.pty.write('\r')
  expect((await screen.ended).code).toBe(0)
  expect(screen.shown()).toMatch(/done c-\w+ {2}Sweep the yard · next /)

  const several = terminal('skip', { extra })
  await several.until('type to filter')
  several.pty.write('floor')
  await several.until('? floor')
  several.pty.write('\t\u0015')
  several.pty.write('wass')
  await several.until('? wass')
  several.pty.write('\t\r')
  expect((await several.ended).code).toBe(0)
  expect(several.shown()).toMatch(/skipped c-\w+ {2}Sweep the floor[^]*skipped c-\w+ {2}Wässern/)

  for (const key of ['\u001b', '\u0003']) {
    const left = terminal('rm', { extra, echo: true })
    await left.until('type to filter')
    left.pty.write(key)
    expect((await left.ended).code).toBe(130)
    expect(left.shown()).not.toContain('removed')
    expect(left.shown()).toContain(' echo ')
  }
  expect(await piped(['done'], '', extra)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("missing required argument 'id'"),
  })
})

test('today --watch stays on the screen and follows what is written', async () => {
  const extra = { ...withKey(), NO_COLOR: '1' }
  await piped(['add', 'todo', 'Before', '--due', 'today'], '', extra)
  const screen = terminal('today --watch', { extra, rows: 100, echo: true })
  await screen.until('Before')
  await piped(['add', 'todo', 'Meanwhile', '--due', 'today'], '', extra)
  await screen.until('Meanwhile')
  screen.pty.resize(50, 100)
  screen.pty.write('q')
  expect((await screen.ended).code).toBe(0)
  expect(screen.shown()).toMatch(/^\u001b\[\?1049h\u001b\[\?25l[^]*\u001b\[\?25h\u001b\[\?1049l echo /)
  const interrupted = terminal('today --watch', { extra, rows: 100 })
  await interrupted.until('Before')
  interrupted.pty.write('\u0003')
  expect((await interrupted.ended).code).toBe(130)
  expect(await piped(['today', '--watch'], '', extra)).toMatchObject({ code: 2, stdout: '' })
})

test('output that cannot be written is an error of one sentence', () => {
  const { status, stderr } = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${PROGRAM}" --help >/dev/full`], {
    encoding: 'utf8',
    env: { ...env, ...withKey() },
  })
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "error: standard output can't be written: the disk is full\n",
  })
})

test('edit opens $EDITOR, which may have arguments', async () => {
  const extra = withKey()
  const id = /^added (\S+)/.exec((await piped(['add', 'todo', 'Call'], '', extra)).stdout)![1]!
  const script = join(root.path, 'editor.sh')
  writeFileSync(script, 'sed -i "s/^title: .*/title: $1/" "$2"\n')
  expect(
    await piped(['edit', id], '', { ...extra, VISUAL: '', EDITOR: `sh '${script}' "Ring the bell"` }),
  ).toMatchObject({ code: 0, stdout: `changed ${id}  Ring the bell\n` })
  expect(await piped(['edit', id], '', { ...extra, VISUAL: 'false' })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('nothing was changed'),
  })
  const none = await piped(['edit', id], '', { ...extra, VISUAL: '', EDITOR: '' })
  expect(none).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'error: there is no terminal for an editor\n' +
      'hint: Say what to change by flags (track edit --help), or set EDITOR.\n',
  })
})

test('help fits a narrow terminal', async () => {
  const screen = terminal('list --help', { columns: 50 })
  await screen.ended
  const lines = screen
    .shown()
    .split('\r\n')
    .filter((line) => !line.startsWith('  track '))
  expect(lines.length).toBeGreaterThan(15)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(50)
})

test('a reader that stops early is no error', () => {
  const { status, stderr } = spawnSync(
    '/bin/sh',
    ['-c', `"${process.execPath}" "${PROGRAM}" list --all --json | head -n 1`],
    { encoding: 'utf8', env: { ...env, ...withKey() } },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('a server that takes its time is waited for, and who waits is told', async () => {
  const slow = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').setHeader('vary', 'x-track-key')
    setTimeout(() => response.end('{"items":[],"next_cursor":null}'), 2_500)
  })
  await new Promise<void>((ready) => slow.listen(0, '127.0.0.1', ready))
  const { port } = slow.address() as AddressInfo
  const address = `127.0.0.1:${port}`
  const { stderr, code } = await piped(['list'], '', { TRACK_API_KEY: key, TRACK_API_URL: `http://${address}` })
  slow.close()
  expect({ stderr, code }).toEqual({
    code: 0,
    stderr: `waiting for ${address} …\nNothing here yet. To add something: track add\n`,
  })
})

test('a server that does not answer writes nothing and says why', async () => {
  expect(await piped(['config', '--api-url', 'http://127.0.0.1:9'], `${key}\n`)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('no answer from http://127.0.0.1:9: connection refused'),
  })
  expect(existsSync(configFile)).toBe(false)
})
