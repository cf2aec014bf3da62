import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyText, cleaned } from './any-text.ts'
import { escapeText, fold, textLine } from './text.ts'

/** Reads a content line back as RFC 5545 tells a reader to. */
const unfolded = (line: string) => line.slice(0, -2).replaceAll('\r\n ', '')
const unescaped = (value: string) =>
  value.replace(/\\([\\;,nN])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char))

test('what a text says comes back from its line', () => {
  fc.assert(
    fc.property(anyText(40), (text) => {
      expect(unescaped(unfolded(textLine('SUMMARY:', text)))).toBe(`SUMMARY:${cleaned(text)}`)
    }),
    { numRuns: 2000 },
  )
})

test('every line has at most 75 octets, whole characters, and no bare CR or LF', () => {
  fc.assert(
    fc.property(anyText(40), (text) => {
      const folded = textLine('DESCRIPTION:', text)
      expect(folded.endsWith('\r\n')).toBe(true)
      for (const line of folded.slice(0, -2).split('\r\n')) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(line).not.toMatch(/[\r\n]/)
        expect(Buffer.from(line).toString()).toBe(line)
      }
    }),
    { numRuns: 2000 },
  )
})

test('lines are as long as they may be', () => {
  expect(fold('a'.repeat(75))).toBe(`${'a'.repeat(75)}\r\n`)
  expect(fold('a'.repeat(76))).toBe(`${'a'.repeat(75)}\r\n a\r\n`)
  expect(fold('a'.repeat(150))).toBe(`${'a'.repeat(75)}\r\n ${'a'.repeat(74)}\r\n a\r\n`)
  expect(fold(`${'a'.repeat(73)}é`)).toBe(`${'a'.repeat(73)}é\r\n`)
  expect(fold(`${'a'.repeat(74)}é`)).toBe(`${'a'.repeat(74)}\r\n é\r\n`)
  expect(fold(`${'a'.repeat(72)}🎉b`)).toBe(`${'a'.repeat(72)}\r\n 🎉b\r\n`)
  expect(fold('中'.repeat(50))).toBe(`${'中'.repeat(25)}\r\n ${'中'.repeat(24)}\r\n 中\r\n`)
})

test('a text is escaped', () => {
  expect(escapeText('a,b;c\\d:e"f\tg')).toBe('a\\,b\\;c\\\\d:e"f\tg')
  expect(escapeText('1\n2\r3\r\n4\n\r5')).toBe('1\\n2\\n3\\n4\\n\\n5')
  expect(escapeText('\0\x1b[31mred\x7f\x9b')).toBe('[31mred')
  expect(escapeText('\ud83d \udc00 🎉')).toBe('\ufffd \ufffd 🎉')
})
