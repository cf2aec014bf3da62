import * as fc from 'fast-check'

const PART = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...',;:" \t\\\n\r\0\x7f\x85\u2028\ufeff'.split(''), '\r\n', '\\n') },
  { weight: 2, arbitrary: fc.constantFrom('👩‍👩‍👧', 'e\u0301', '中', '🎉', 'ß', '\ud83d', '\udc00') },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 60 }) },
)

/** Any text for tests: of so many parts at most, among which are all that iCalendar escapes, removes or breaks at. */
export const anyText = (maxParts: number): fc.Arbitrary<string> =>
  fc.array(PART, { maxLength: maxParts }).map((parts) => parts.join(''))

/** What is left of a text when it is read back from a calendar. */
export const cleaned = (text: string): string =>
  Buffer.from(text) // lone surrogates become U+FFFD
    .toString()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
