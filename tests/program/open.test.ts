import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { newHome, track } from './run.ts'

const home = newHome()
afterAll(() => home.remove())
const there = { TRACK_API_URL: 'https://track.test' }

/** A folder with an xdg-open of our own, which ends with a code. */
function opener(code: number): string {
  const folder = join(home.path, `bin-${code}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\necho "$1" > '${folder}/opened'\nexit ${code}\n`)
  chmodSync(join(folder, 'xdg-open'), 0o755)
  return folder
}

it('track open hands the address to the browser, without a key', async () => {
  const bin = opener(0)
  expect(
    await track(home.path, ['open'], { env: { ...there, DISPLAY: ':0', PATH: `${bin}:${process.env.PATH}` } }),
  ).toEqual({ code: 0, stdout: '', stderr: 'opened https://track.test\n' })
  expect(readFileSync(join(bin, 'opened'), 'utf8')).toBe('https://track.test\n')
})

it('track open prints the address where there is no browser', async () => {
  const printed = { code: 0, stdout: 'https://track.test\n', stderr: '' }
  expect(await track(home.path, ['open'], { env: there })).toEqual(printed)
  expect(
    await track(home.path, ['open'], { env: { ...there, DISPLAY: ':0', PATH: `${opener(3)}:${process.env.PATH}` } }),
  ).toEqual(printed)
  expect(await track(home.path, ['open'], { env: { ...there, DISPLAY: ':0', PATH: '/nowhere' } })).toEqual(printed)
})

it('track open ends the address of a server under a path with a slash', async () => {
  expect((await track(home.path, ['open'], { env: { TRACK_API_URL: 'https://host.test/track' } })).stdout).toBe(
    'https://host.test/track/\n',
  )
})
