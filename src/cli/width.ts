/** How many columns a safe line takes. */
export type Width = (text: string) => number

// ASCII, Latin to Greek and Cyrillic but for combining marks, general punctuation, arrows: one column each
const narrow =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2400-\u2426]*$/
// Chinese, Japanese, Korean and emoji that stand alone: two columns each
const wide =
  '[\\u2e80-\\u3029\\u3030-\\u303e\\u3041-\\u3098\\u309b-\\u3163\\u3165-\\u3247\\u3250-\\u4dbf\\u4e00-\\ua4c6\\uac00-\\ud7a3\\uf900-\\ufaff\\uff01-\\uff60\\uffe0-\\uffe6]|(?![\\u{1f1e6}-\\u{1f1ff}\\u{1f3fb}-\\u{1f3ff}])\\p{Emoji_Presentation}'

// emoji that stand as plain signs unless a selector follows: terminals give them one column, string-width two
const textual =
  '(?<!\\u200d)(?!\\p{Emoji_Presentation})(?=\\p{Emoji})\\p{Extended_Pictographic}(?!\\ufe0f|\\u200d|\\p{Emoji_Modifier})'

let patterns: { wide: RegExp; plain: RegExp } | undefined

/** Gives the measure for these texts. What knows all of Unicode costs 15 ms, so it is loaded only for what is none of the above. */
export async function widthFor(texts: Iterable<string>): Promise<Width> {
  const rest = [...texts].filter((text) => !narrow.test(text))
  if (!rest.length) return (text) => text.length
  patterns ??= { wide: new RegExp(wide, 'gu'), plain: new RegExp(`^(?:${narrow.source.slice(1, -2)}|${wide})*$`, 'u') }
  const { wide: wides, plain } = patterns
  const simple: Width = (text) => {
    const doubled = text.match(wides) ?? []
    return text.length + doubled.length - doubled.filter((character) => character.length > 1).length
  }
  if (rest.every((text) => plain.test(text))) return simple
  const { stringWidth } = await import('./unicode-width.ts')
  const sign = new RegExp(textual, 'gu')
  const known = new Map<string, number>()
  return (text) => {
    if (narrow.test(text)) return text.length
    let columns = 0
    for (const character of charactersOf(text.replace(sign, 'x'))) {
      if (!known.has(character)) known.set(character, stringWidth(character))
      columns += known.get(character)!
    }
    return columns
  }
}

/** The text in at most `most` columns, cut between whole characters and marked with `…`. */
export function shortened(text: string, most: number, width: Width): string {
  if (width(text) <= most) return text
  if (most < 1) return ''
  let kept = ''
  let used = 0
  for (const character of charactersOf(text)) {
    const columns = width(character)
    if (used + columns > most - 1) break
    kept += character
    used += columns
  }
  return `${kept.trimEnd()}…`
}

function charactersOf(text: string): Iterable<string> {
  if (narrow.test(text) || patterns?.plain.test(text)) return text
  return segments(text)
}

/** Made when it is first needed: it costs a third of a command's start. */
let segmenter: Intl.Segmenter | undefined
const WINDOW = 256

/** What people take for characters, found a window at a time: the segmenter's time grows with the square of what it is handed. */
function* segments(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('en')
  for (let at = 0, size = WINDOW; at < text.length;) {
    const end = isHigh(text.charCodeAt(at + size - 1)) ? at + size + 1 : at + size
    const found = Array.from(segmenter.segment(text.slice(at, end)), ({ segment }) => segment)
    if (end < text.length) found.pop() // it may go on behind the window
    yield* found
    at += found.reduce((sum, segment) => sum + segment.length, 0)
    size = found.length ? WINDOW : 2 * size
  }
}

/** The first half of a surrogate pair. */
const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00
