import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configFileIn } from './config-file.ts'

let path = ''
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'track-config-')), 'home/.track/config.toml')
})
afterEach(() => rmSync(dirname(dirname(dirname(path))), { recursive: true }))
const home = () => ({ path: dirname(dirname(path)), source: 'HOME' })
const mode = (of: string) => statSync(of).mode & 0o777

test('a file that is not there is none', () => expect(configFileIn(home()).read()).toBeNull())

test('it is written for its owner only, and whole: nothing else stays behind', () => {
  const file = configFileIn(home())
  file.write('first\n')
  expect(file.read()).toEqual({ text: 'first\n', mode: 0o600 })
  expect(mode(dirname(path))).toBe(0o700)
  file.write('second\n')
  expect(readFileSync(path, 'utf8')).toBe('second\n')
  expect(readdirSync(dirname(path))).toEqual(['config.toml'])
})

test('a folder and a file that were open to others are closed by writing', () => {
  mkdirSync(dirname(path), { recursive: true })
  chmodSync(dirname(path), 0o755)
  writeFileSync(path, 'old\n')
  chmodSync(path, 0o644)
  expect(configFileIn(home()).read()!.mode).toBe(0o644)
  configFileIn(home()).write('new\n')
  expect([mode(dirname(path)), mode(path)]).toEqual([0o700, 0o600])
})

test('what stands in the way is named, and the old file stays', () => {
  mkdirSync(path, { recursive: true })
  expect(() => configFileIn(home()).read()).toThrow(`${path} can't be read: it is a folder`)
  expect(() => configFileIn(home()).write('x')).toThrow(`${path} can't be written: `)
  expect(readdirSync(dirname(path))).toEqual(['config.toml'])
  rmSync(dirname(path), { recursive: true })
  writeFileSync(dirname(path), 'kept')
  expect(configFileIn(home()).read()).toBeNull()
  expect(() => configFileIn(home()).write('x')).toThrow(
    `the folder ${dirname(path)} can't be made: ${dirname(path)} is no folder; HOME leads there`,
  )
  expect(readFileSync(dirname(path), 'utf8')).toBe('kept')
})
