import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { useServer } from './fixtures.ts'
import { track } from './run.ts'

const home = useServer()

const exported = (file: string, ...more: string[]) =>
  track(home.path, ['export', '-o', file, ...more], { env: home.env })
const isDocument = (text: string) => expect(JSON.parse(text)).toMatchObject({ format: 'track', items: [] })

it('writes where a link leads, and keeps the link', async () => {
  const [file, link] = [join(home.path, 'target.json'), join(home.path, 'link.json')]
  writeFileSync(file, 'old')
  symlinkSync('target.json', link)
  expect(await exported(link)).toMatchObject({ code: 1, stderr: expect.stringContaining('exists already') })
  expect(readFileSync(file, 'utf8')).toBe('old')
  expect((await exported(link, '--force')).code).toBe(0)
  isDocument(readFileSync(file, 'utf8'))
  expect([lstatSync(link).isSymbolicLink(), lstatSync(file).mode & 0o777]).toEqual([true, 0o600])
})

it('writes where a link leads that leads nowhere yet', async () => {
  const link = join(home.path, 'new-link.json')
  symlinkSync('new-target.json', link)
  expect((await exported(link)).code).toBe(0)
  isDocument(readFileSync(join(home.path, 'new-target.json'), 'utf8'))
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
})

it('adds to what stdout leads to', async () => {
  const file = join(home.path, 'all.json')
  writeFileSync(file, 'first\n')
  execFileSync('sh', ['-c', `"${process.execPath}" dist/track.js export -o /dev/stdout >> "${file}"`], {
    env: { ...home.env, PATH: process.env.PATH, HOME: home.path },
  })
  expect(readFileSync(file, 'utf8')).toMatch(/^first\n\{/)
})

it('writes into a pipe', async () => {
  const pipe = join(home.path, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = spawn('cat', [pipe])
  let text = ''
  reader.stdout.on('data', (some: Buffer) => (text += some))
  const ended = once(reader, 'close')
  expect((await exported(pipe)).code).toBe(0)
  await ended
  isDocument(text)
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

it('says why where it cannot', async () => {
  expect(await exported(join(home.path, 'nowhere', 'x.json'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not exist'),
  })
  expect(await exported(home.path)).toMatchObject({ code: 1, stderr: expect.stringContaining('it is a folder') })
})
