import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configFileAt } from './config-file.ts'

let path = ''
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'track-config-')), 'home/.track/config.toml')
})
afterEach(() => rmSync(dirname(dirname(dirname(path))), { recursive: true }))
const mode = (of: string) => statSync(of).mode & 0o777

test('a file that is not there is none', () => expect(configFileAt(path).read()).toBeNull())

test('it is written for its owner only, and whole: nothing else stays behind', () => {
  const file = configFileAt(path)
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
  expect(configFileAt(path).read()!.mode).toBe(0o644)
  configFileAt(path).write('new\n')
  expect([mode(dirname(path)), mode(path)]).toEqual([0o700, 0o600])
})

test('what stands in the way is named, and the old file stays', () => {
  mkdirSync(path, { recursive: true })
  expect(() => configFileAt(path).read()).toThrow(`${path} can't be read: it is a folder`)
  expect(() => configFileAt(path).write('x')).toThrow(`${path} can't be written: `)
  expect(readdirSync(dirname(path))).toEqual(['config.toml'])
  const below = join(dirname(dirname(path)), 'file')
  writeFileSync(below, 'kept')
  expect(configFileAt(join(below, 'config.toml')).read()).toBeNull()
  expect(() => configFileAt(join(below, 'config.toml')).write('x')).toThrow("can't be written: ")
  expect(readFileSync(below, 'utf8')).toBe('kept')
})
