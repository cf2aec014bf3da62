const TICKED_BOX = /^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)[xX](?=\][ \t])/
const FENCE = /^[ \t>]*(```|~~~)/

/** Notes with their boxes empty: `- [x] dishes` becomes `- [ ] dishes`, but not in fenced code. */
export function emptyBoxes(notes: string | null): string | null {
  if (!notes || !/\[x\]/i.test(notes)) return notes
  let fence: string | undefined
  const lines = notes.split('\n').map((line) => {
    const [, mark] = FENCE.exec(line) ?? []
    if (mark !== undefined && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined
    return fence === undefined ? line.replace(TICKED_BOX, '$1 ') : line
  })
  return lines.join('\n')
}
