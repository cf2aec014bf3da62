import { expect, test } from 'vitest'
import { clean, cleanLines, toSafeJson } from './text.ts'

test.each([
  ['plain, ünïcode 漢字 🍕 👩‍👩‍👧', 'plain, ünïcode 漢字 🍕 👩‍👩‍👧'],
  ['\u001b[31mred\u001b]0;title\u0007', '␛[31mred␛]0;title␇'],
  ['a\nb\r\tc\u0000', 'a␊b␍␉c␀'],
  ['\u009b31m\u007f', '<U+009B>31m␡'],
  ['\u202eevil\u2066\u200e', '<U+202E>evil<U+2066><U+200E>'],
  ['\u2028\ufeff\ud800', '<U+2028><U+FEFF><U+D800>'],
])('%j becomes %j', (raw, shown) => expect(clean(raw)).toBe(shown))

test('lines stay lines', () => expect(cleanLines('a\r\nb\n\tc\u001b')).toEqual(['a', 'b', '    c␛']))

test('JSON escapes what could act on a terminal, and means the same', () => {
  const raw = { a: '\u001b[31m\u009b\u202e\u007f', b: 'ü 🍕' }
  expect(toSafeJson(raw)).toBe('{\n  "a": "\\u001b[31m\\u009b\\u202e\\u007f",\n  "b": "ü 🍕"\n}')
  expect(JSON.parse(toSafeJson(raw))).toEqual(raw)
})
