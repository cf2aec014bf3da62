/** How many columns a safe line takes. */
export type Width = (text: string) => number

// ASCII, Latin to Greek and Cyrillic but for combining marks, general punctuation, arrows: one column each
const narrow = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2400-\u2426]*$/

/** Gives the measure for these texts; what knows wide characters and emoji is loaded only when there are some. */
export async function widthFor(texts: Iterable<string>): Promise<Width> {
  let simple = true
  for (const text of texts) simple &&= narrow.test(text)
  if (simple) return (text) => text.length
  const { default: stringWidth } = await import('string-width')
  return (text) => (narrow.test(text) ? text.length : stringWidth(text))
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
  if (narrow.test(text)) return text
  return Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment)
}
