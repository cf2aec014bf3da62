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
import { codeFile, keepCode, load, parts } from './parts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'track-parts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, source: string): string {
  writeFileSync(join(folder, name), source)
  return join(folder, name)
}

test('a part requires others once, and what Node has', () => {
  file('other.js', 'exports.made = (globalThis.partsMade = (globalThis.partsMade ?? 0) + 1)')
  const path = file(
    'one.js',
    "const { sep } = require('node:path'); module.exports = { both: [require('./other.js').made, require('./other').made], sep, __filename }",
  )
  expect(load(path)).toEqual({ both: [1, 1], sep: '/', __filename: path })
  expect(load(path)).toBe(load(path))
})

/** A file of this source, and where its code is kept by an earlier load. */
function kept(name: string, source: string): { path: string; code: string } {
  const first = file(`first-${name}`, source)
  load(first)
  keepCode(first)
  const path = file(name, source)
  copyFileSync(codeFile(first), codeFile(path))
  return { path, code: codeFile(path) }
}

const SUM = 'exports.sum = (a, b) => a + b'

test('code of an earlier build is used', () => {
  const { path } = kept('again.js', SUM)
  expect((load(path) as { sum(a: number, b: number): number }).sum(1, 2)).toBe(3)
  expect(parts.get(path)!.script.cachedDataRejected).toBe(false)
})

/** Whether a file does what its source says, and without its code. */
function isCompiledAnew(path: string): boolean {
  const { sum } = load(path) as { sum(a: number, b: number): number }
  return sum(1, 2) === 3 && parts.get(path)!.script.cachedDataRejected !== false
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
      writeFileSync(codeFile(path), content)
      expect([name, isCompiledAnew(path)]).toEqual([name, true])
    }
  }
})

test("code that can't be read is left aside", () => {
  const folder = file('folder.js', SUM)
  mkdirSync(codeFile(folder))
  const circle = file('circle.js', SUM)
  symlinkSync(codeFile(circle), codeFile(circle))
  for (const path of [folder, circle]) expect([path, isCompiledAnew(path)]).toEqual([path, true])
})

test('code of another source is left aside, whatever their length and age', () => {
  const { code } = kept('old.js', "exports.word = 'old'")
  const path = file('new.js', "exports.word = 'new'")
  copyFileSync(code, codeFile(path))
  utimesSync(path, 0, 0)
  expect(load(path)).toEqual({ word: 'new' })
})
