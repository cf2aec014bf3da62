import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeFile, load, parts } from './parts.ts'

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

test('code of an earlier build is used', () => {
  const source = 'exports.sum = (a, b) => a + b'
  const first = file('first.js', source)
  load(first)
  const again = file('again.js', source)
  writeFileSync(codeFile(again), parts.get(first)!.script.createCachedData())
  expect((load(again) as { sum(a: number, b: number): number }).sum(1, 2)).toBe(3)
  expect(parts.get(again)!.script.cachedDataRejected).toBe(false)
})

test('code that is of something else is left aside', () => {
  for (const [name, code] of [
    ['empty.js', ''],
    ['garbage.js', 'x'.repeat(5000)],
  ] as const) {
    const path = file(name, 'exports.answer = 42')
    writeFileSync(codeFile(path), code)
    expect(load(path)).toEqual({ answer: 42 })
    expect(parts.get(path)!.script.cachedDataRejected).toBe(true)
  }
})

test('code that is older than its file is left aside', () => {
  const first = file('first.js', "exports.word = 'old'")
  load(first)
  const changed = file('changed.js', "exports.word = 'new'")
  writeFileSync(codeFile(changed), parts.get(first)!.script.createCachedData())
  utimesSync(codeFile(changed), 0, 0)
  expect(load(changed)).toEqual({ word: 'new' })
})
