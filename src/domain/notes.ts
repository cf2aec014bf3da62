const BOX = /^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)([ xX])(?=\][ \t])/
const FENCE = /^[ \t>]*(```|~~~)/

/** The lines of notes, and whether each is outside of fenced code. */
function* linesOf(notes: string): Generator<{ line: string; isText: boolean }> {
  let fence: string | undefined
  for (const line of notes.split('\n')) {
    const [, mark] = FENCE.exec(line) ?? []
    if (mark !== undefined && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined
    yield { line, isText: fence === undefined }
  }
}

/** Notes with their boxes empty: `- [x] dishes` becomes `- [ ] dishes`, but not in fenced code. */
export function emptyBoxes(notes: string | null): string | null {
  if (!notes || !/\[x\]/i.test(notes)) return notes
  return Array.from(linesOf(notes), ({ line, isText }) => (isText ? line.replace(BOX, '$1 ') : line)).join('\n')
}

/** How many boxes notes hold, and how many of them are ticked; those in fenced code are none. */
export function countBoxes(notes: string | null): { ticked: number; total: number } {
  const count = { ticked: 0, total: 0 }
  if (!notes || !/\[[ x]\]/i.test(notes)) return count
  for (const { line, isText } of linesOf(notes)) {
    const sign = isText && BOX.exec(line)?.[2]
    if (!sign) continue
    count.total++
    if (sign !== ' ') count.ticked++
  }
  return count
}
