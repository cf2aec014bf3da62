import * as fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { truncate, widthFor } from './width.ts'

const TEXTS = [
  'milk',
  'naïve café',
  'Привет мир',
  '漢字',
  'カタカナ',
  '한국어',
  'pizza 🍕',
  '👩‍👩‍👧 family',
  '🇩🇪 trip',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '👍🏽 ok',
  '❤️ heart',
  '½ → 3',
  'e\u0301te\u0301',
  'ｆｕｌｌ',
  'नमस्ते',
  '1️⃣ first',
]

test.each(TEXTS)('%s takes as many columns as string-width says, alone and among others', async (text) => {
  expect((await widthFor([text]))(text)).toBe(stringWidth(text))
  expect((await widthFor(TEXTS))(text)).toBe(stringWidth(text))
})

test('signs that are emoji only when a selector says so take one column', async () => {
  expect((await widthFor(['© ☎ ‼ ↔ ❤ 🍕🏽']))('© ☎ ‼ ↔ ❤ 🍕🏽')).toBe('© ☎ ‼ ↔ ❤ '.length + stringWidth('🍕🏽'))
  expect((await widthFor(['☎️']))('☎️')).toBe(2)
})

test('the quick ways never differ from string-width', async () => {
  const ranges = [
    [0x20, 0x7e],
    [0xa0, 0x5ff],
    [0x1100, 0x1200],
    [0x2000, 0x2fff],
    [0x3000, 0xd7ff],
    [0xf900, 0xffef],
    [0x1f000, 0x1faff],
  ] as const
  const left =
    /[\u200b-\u200f\u2028-\u202e\u2060-\u206f\u00ad]|\p{Cn}|(?!\p{Emoji_Presentation})\p{Extended_Pictographic}/u
  const differing: string[] = []
  for (const [min, max] of ranges) {
    for (let code = min; code <= max; code++) {
      const one = String.fromCodePoint(code)
      if (!left.test(one) && (await widthFor([one]))(one) !== stringWidth(one)) differing.push(`U+${code.toString(16)}`)
    }
  }
  expect(differing).toEqual([])
})

test('a shortened text fits and is cut between whole characters', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'ß', '漢', '🍕', '👩‍👩‍👧', '🇩🇪', 'e\u0301', ' ')),
      fc.integer({ min: 0, max: 30 }),
      async (characters, most) => {
        const text = characters.join('')
        const short = truncate(text, most, await widthFor([text]))
        expect(stringWidth(short)).toBeLessThanOrEqual(Math.max(most, 0))
        if (short !== text && most > 0) expect(short.endsWith('…')).toBe(true)
        expect(text.startsWith(short.replace(/…$/, ''))).toBe(true)
      },
    ),
  )
})
