/** Most text is ASCII and needs no folding. */
const ASCII = /^[\x00-\x7f]*$/

/** Normalization takes quadratic time in the number of marks on a letter, and no script uses more than a few. */
const MANY_MARKS = /(\p{M}{8})\p{M}+/gu
/** Accents, the vowel points of Hebrew and Arabic, soft hyphens, joiners, and what picks an emoji's look. */
const IGNORED = new RegExp(
  [
    String.raw`[\u0300-\u036f]`,
    String.raw`[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]`,
    String.raw`[\u0640\u064b-\u065f\u0670]`,
    String.raw`[\u00ad\u200b-\u200d]`,
    String.raw`\p{Variation_Selector}|\p{Emoji_Modifier}`,
  ].join('|'),
  'gu',
)

/** Letters that are another one with a stroke, or two in one, which Unicode does not decompose. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ŋ: 'n',
  ƶ: 'z',
  ƀ: 'b',
  ɨ: 'i',
  ʉ: 'u',
  ⱥ: 'a',
  ɇ: 'e',
  ǥ: 'g',
  ꝥ: 'th',
  ς: 'σ',
  ґ: 'г',
}
const LOOKALIKE = new RegExp(`[${Object.keys(LOOKALIKES).join('')}]`, 'gu')

/** Text as the search compares it: lower case, without accents; vowel and voicing marks of other scripts stay. */
export function foldLetters(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return text
    .replace(MANY_MARKS, '$1')
    .normalize('NFKD')
    .replace(IGNORED, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(LOOKALIKE, (letter) => LOOKALIKES[letter]!)
}

const SIGN = String.raw`\p{L}\p{M}\p{N}`
/** Scripts that put no blanks between words. */
const UNSPACED_SCRIPTS = ['Han', 'Hira', 'Kana', 'Thai', 'Lao', 'Khmr', 'Mymr']
  .map((name) => `\\p{scx=${name}}`)
  .join('')
const HAS_UNSPACED = new RegExp(`[${UNSPACED_SCRIPTS}]`, 'u')
const UNSPACED = `(?=[${SIGN}])[${UNSPACED_SCRIPTS}]`

/** A run of a script without blanks; an emoji or a flag; a word, perhaps with hyphens or apostrophes in it. */
const termPattern = (letter: string) =>
  new RegExp(
    [
      `(?<run>(?:${UNSPACED})+)`,
      `(?<signed>(?:${letter})+[+#]{1,2}(?![+#${SIGN}]))`,
      `(?<word>(?:${letter})+(?:['’ʼ\u2010\u2011-](?:${letter})+)*)`,
      String.raw`(?<emoji>\p{RI}\p{RI}|\p{Extended_Pictographic})`,
    ]
      .slice(letter === `[${SIGN}]` ? 1 : 0)
      .join('|'),
    'gu',
  )
const TERM = termPattern(`[${SIGN}]`)
const TERM_OF_ANY_SCRIPT = termPattern(`(?=[${SIGN}])[^${UNSPACED_SCRIPTS}]`)
/** Whether a folded text has terms that are more than a run of letters and digits. */
const HAS_OTHER_TERMS = new RegExp(
  String.raw`[-'’ʼ\u2010\u2011+#]|v\d|[${UNSPACED_SCRIPTS}]|\p{RI}|\p{Extended_Pictographic}`,
  'u',
)
const WORD = new RegExp(`[${SIGN}]+`, 'gu')
const ASCII_WORD = /[a-z0-9]+/g
const JOINT = /['’ʼ\u2010\u2011-]/
/** Longer ones are lists of words rather than one. */
const MAX_JOINED_PARTS = 4

/** The ways to find a term, of which one suffices: each a list of words that must all be there. */
export type Term = readonly (readonly string[])[]

interface FoundTerm {
  ways: Term
  /** Words by which it is found, too. */
  more?: string
}

/** The terms of a folded text, in order. */
function* termsIn(text: string): Generator<FoundTerm> {
  for (const { groups } of text.matchAll(HAS_UNSPACED.test(text) ? TERM_OF_ANY_SCRIPT : TERM)) {
    const { run, emoji, signed, word } = groups!
    if (run) yield ofRun(run)
    else if (emoji) yield { ways: [[emoji]] }
    else if (signed) yield { ways: [[signed.replace(/[+#]/g, (sign) => SIGNS[sign]!)]] }
    else yield { ways: waysOf(word!), more: VERSION.exec(word!)?.[1] }
  }
}

/** `C++` and `C#` as words that hold nothing at which an index would split them. */
const SIGNS: Readonly<Record<string, string>> = { '+': '＋', '#': '＃' }
/** `v12`, a version. */
const VERSION = /^v(\d+)/

/** `e-mail` as two words or as one. */
function waysOf(word: string): Term {
  const parts = word.split(JOINT)
  return parts.length > 1 && parts.length <= MAX_JOINED_PARTS ? [parts, [parts.join('')]] : [parts]
}

/** Every two signs that follow each other; the last one, too, so that each sign begins a word. */
function ofRun(run: string): FoundTerm {
  const signs = Array.from(run)
  if (signs.length === 1) return { ways: [signs] }
  return { ways: [signs.slice(1).map((sign, i) => signs[i]! + sign)], more: signs.at(-1) }
}

/** The words by which a text is found. */
export function wordsOf(text: string): string[] {
  const folded = foldLetters(text)
  if (!HAS_OTHER_TERMS.test(folded)) return folded.match(ASCII.test(folded) ? ASCII_WORD : WORD) ?? []
  const words: string[] = []
  for (const { ways, more } of termsIn(folded)) {
    for (const way of ways) for (const word of way) words.push(word)
    if (more !== undefined) words.push(more)
  }
  return words
}

/** The words by which a text is found, each behind a prefix; between them blanks, and other ASCII signs. */
export function prefixWords(text: string, prefix: string): string {
  const lower = text.toLowerCase()
  if (ASCII.test(lower) && !HAS_OTHER_TERMS.test(lower)) return lower.replace(ASCII_WORD, `${prefix}$&`)
  return wordsOf(text)
    .map((word) => prefix + word)
    .join(' ')
}

const MAX_TERMS = 12
const MAX_WORDS_OF_TERM = 12

/** What a query asks for: its terms, each once, at most 12. */
export function queryTerms(text: string): Term[] {
  const terms = new Map<string, Term>()
  for (const { ways } of termsIn(foldLetters(text))) {
    if (terms.size === MAX_TERMS) break
    terms.set(
      ways.join(),
      ways.map((way) => way.slice(0, MAX_WORDS_OF_TERM)),
    )
  }
  return [...terms.values()]
}
