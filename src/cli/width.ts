/** Returns the number of terminal columns of a line. */
export type MeasureWidth = (text: string) => number

// characters of one column: ASCII, Latin, Greek, Cyrillic (without combining marks), punctuation, arrows
const NARROW = new RegExp(
  '^[\\u0020-\\u007e\\u00a0-\\u00ac\\u00ae-\\u02ff\\u0370-\\u0482\\u048a-\\u058f' +
    '\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u21ff\\u2400-\\u2426]*$',
)
// characters of two columns: Chinese, Japanese, Korean, single emoji
const WIDE =
  '[\\u2e80-\\u3029\\u3030-\\u303e\\u3041-\\u3098\\u309b-\\u3163\\u3165-\\u3247\\u3250-\\u4dbf\\u4e00-\\ua4c6' +
  '\\uac00-\\ud7a3\\uf900-\\ufaff\\uff01-\\uff60\\uffe0-\\uffe6]' +
  '|(?![\\u{1f1e6}-\\u{1f1ff}\\u{1f3fb}-\\u{1f3ff}])\\p{Emoji_Presentation}'

// emoji that are text unless a variation selector follows: one column in terminals, two by string-width
const TEXT_EMOJI =
  '(?<!\\u200d)(?!\\p{Emoji_Presentation})(?=\\p{Emoji})\\p{Extended_Pictographic}' +
  '(?!\\ufe0f|\\u200d|\\p{Emoji_Modifier})'

let patterns: { wide: RegExp; plain: RegExp } | undefined

/**
 * Returns a measure for these texts. string-width would take a third of the start, so it is only loaded for other
 * characters. Why ranges: docs/decisions/0024-common-characters-are-measured-by-a-table.md
 */
export async function widthFor(texts: Iterable<string>): Promise<MeasureWidth> {
  const rest = [...texts].filter((text) => !NARROW.test(text))
  if (!rest.length) return (text) => text.length
  patterns ??= { wide: new RegExp(WIDE, 'gu'), plain: new RegExp(`^(?:${NARROW.source.slice(1, -2)}|${WIDE})*$`, 'u') }
  const { wide: wides, plain } = patterns
  const simple: MeasureWidth = (text) => {
    const doubled = text.match(wides) ?? []
    return text.length + doubled.length - doubled.filter((character) => character.length > 1).length
  }
  if (rest.every((text) => plain.test(text))) return simple
  const { stringWidth } = await import('./unicode-width.ts')
  const sign = new RegExp(TEXT_EMOJI, 'gu')
  const known = new Map<string, number>()
  return (text) => {
    if (NARROW.test(text)) return text.length
    let columns = 0
    for (const character of graphemesOf(text.replace(sign, 'x'))) {
      if (!known.has(character)) known.set(character, stringWidth(character))
      columns += known.get(character)!
    }
    return columns
  }
}

/** Truncates a text to `maxColumns`, between graphemes, and appends `…`. */
export function truncate(text: string, maxColumns: number, width: MeasureWidth): string {
  if (width(text) <= maxColumns) return text
  if (maxColumns < 1) return ''
  let kept = ''
  let used = 0
  for (const character of graphemesOf(text)) {
    const columns = width(character)
    if (used + columns > maxColumns - 1) break
    kept += character
    used += columns
  }
  return `${kept.trimEnd()}…`
}

function graphemesOf(text: string): Iterable<string> {
  if (NARROW.test(text) || patterns?.plain.test(text)) return text
  return segments(text)
}

/** Created on demand: it takes a third of a command's start. */
let segmenter: Intl.Segmenter | undefined
const WINDOW_CHARACTERS = 256

/** The graphemes of a text, found in windows, since the segmenter takes quadratic time. */
function* segments(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('en')
  for (let at = 0, size = WINDOW_CHARACTERS; at < text.length;) {
    const end = isHighSurrogate(text.charCodeAt(at + size - 1)) ? at + size + 1 : at + size
    const found = Array.from(segmenter.segment(text.slice(at, end)), ({ segment }) => segment)
    if (end < text.length) found.pop() // it may continue behind the window
    yield* found
    at += found.reduce((sum, segment) => sum + segment.length, 0)
    size = found.length ? WINDOW_CHARACTERS : 2 * size
  }
}

/** Whether a code unit is the first one of a surrogate pair. */
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00
