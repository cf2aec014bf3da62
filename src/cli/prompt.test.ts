import { expect, test } from 'vitest'
import { HiddenLine } from './prompt.ts'

function typed(keys: string) {
  const line = new HiddenLine()
  for (const key of keys) {
    const state = line.accept(key)
    if (state !== 'more') return { state, text: line.text }
  }
  return { state: 'more', text: line.text }
}

test.each([
  ['abc\r', 'line', 'abc'],
  ['abc\n', 'line', 'abc'],
  ['abd\u007fc\r', 'line', 'abc'],
  ['\b\babc\r', 'line', 'abc'],
  ['wrong\u0015abc\r', 'line', 'abc'],
  ['\u001b[200~abc\u001b[201~\r', 'line', 'abc'],
  ['a\u001b[Db\u001bOAc\r', 'line', 'abc'],
  ['abc\u0003', 'interrupted', 'abc'],
  ['\u0004', 'interrupted', ''],
  ['abc\u0004', 'line', 'abc'],
  ['abc', 'more', 'abc'],
])('%j', (keys, state, text) => expect(typed(keys)).toEqual({ state, text }))
