import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeCacheFile, loadedModules, loadModule, writeCodeCache } from './code-cache.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'track-modules-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, source: string): string {
  writeFileSync(join(folder, name), source)
  return join(folder, name)
}

test('a module requires others once, and built-in ones', () => {
  file('other.js', 'exports.made = (globalThis.partsMade = (globalThis.partsMade ?? 0) + 1)')
  const path = file(
    'one.js',
    `const { sep } = require('node:path')
     module.exports = { both: [require('./other.js').made, require('./other').made], sep, __filename }`,
  )
  expect(loadModule(path)).toEqual({ both: [1, 1], sep: '/', __filename: path })
  expect(loadModule(path)).toBe(loadModule(path))
})

/** A file of this source, and where its code is kept by an earlier load. */
function kept(name: string, source: string): { path: string; code: string } {
  const first = file(`first-${name}`, source)
  loadModule(first)
  writeCodeCache(first)
  const path = file(name, source)
  copyFileSync(codeCacheFile(first), codeCacheFile(path))
  return { path, code: codeCacheFile(path) }
}

const SUM = 'exports.sum = (a, b) => a + b'

test('code of an earlier build is used', () => {
  const { path } = kept('again.js', SUM)
  expect((loadModule(path) as { sum(a: number, b: number): number }).sum(1, 2)).toBe(3)
  expect(loadedModules.get(path)!.script.cachedDataRejected).toBe(false)
})

/** Whether a file does what its source says, and without its code. */
function isRecompiled(path: string): boolean {
  const { sum } = loadModule(path) as { sum(a: number, b: number): number }
  return sum(1, 2) === 3 && loadedModules.get(path)!.script.cachedDataRejected !== false
}

test('code that is cut off or damaged anywhere is left aside', () => {
  const { code } = kept('whole.js', SUM)
  const whole = readFileSync(code)
  for (let at = 0; at < whole.length; at += 7) {
    const flipped = Buffer.from(whole)
    flipped[at]! ^= 1 << (at % 8)
    for (const [name, content] of [
      [`cut-${at}.js`, whole.subarray(0, at)],
      [`flipped-${at}.js`, flipped],
    ] as const) {
      const path = file(name, SUM)
      writeFileSync(codeCacheFile(path), content)
      expect([name, isRecompiled(path)]).toEqual([name, true])
    }
  }
})

test("code that can't be read is left aside", () => {
  const folder = file('folder.js', SUM)
  mkdirSync(codeCacheFile(folder))
  const circle = file('circle.js', SUM)
  symlinkSync(codeCacheFile(circle), codeCacheFile(circle))
  for (const path of [folder, circle]) expect([path, isRecompiled(path)]).toEqual([path, true])
})

test('code of another source is left aside, whatever their length and age', () => {
  const { code } = kept('old.js', "exports.word = 'old'")
  const path = file('new.js', "exports.word = 'new'")
  copyFileSync(code, codeCacheFile(path))
  utimesSync(path, 0, 0)
  expect(loadModule(path)).toEqual({ word: 'new' })
})
