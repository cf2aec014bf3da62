import { expect, it } from 'vitest'
import { composed, foldName, isVisible } from './text.ts'

it('composes what is typed on any system, but for letters with too many marks', () => {
  expect(composed('cafe\u0301')).toBe('caf\u00e9')
  expect(composed('plain')).toBe('plain')
  const zalgo = `a${'\u0316\u0301'.repeat(20_000)}`
  const begun = performance.now()
  expect(composed(`cafe\u0301 ${zalgo} cafe\u0301`)).toBe(`caf\u00e9 ${zalgo} caf\u00e9`)
  expect(performance.now() - begun).toBeLessThan(100)
})

it('tells what shows something from what does not', () => {
  for (const text of ['a', '.', '❤️', '👩‍👩‍👧', '中', '\u0301']) expect(isVisible(text), text).toBe(true)
  for (const text of ['', ' ', '\u200b', '\u2060\u200d', '\u061c', '\u202e', '\ufe0f', '\u3164', '\u2800', '\u00ad'])
    expect(isVisible(text), JSON.stringify(text)).toBe(false)
})

it('compares names whatever their case, form and blanks', () => {
  expect(foldName('  CAFE\u0301   Nero ')).toBe('caf\u00e9 nero')
})
