/** Suggestions for a mistyped name: up to three with the smallest edit distance, or that start with it. */
export function similarNames(typed: string, names: readonly string[]): string[] {
  const maxDistance = typed.length < 3 ? 1 : typed.length < 6 ? 2 : 3
  const all = names
    .filter((name) => typed.length <= name.length + maxDistance)
    .map((name) => ({ name, edits: name.startsWith(typed) ? 0 : distance(typed, name) }))
  const minDistance = Math.min(...all.map(({ edits }) => edits))
  return minDistance > maxDistance
    ? []
    : all
        .filter(({ edits }) => edits === minDistance)
        .slice(0, 3)
        .map(({ name }) => name)
}

/** Damerau-Levenshtein distance (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(changed, rows[i - 1]![j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
