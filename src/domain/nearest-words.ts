const MIN_LENGTH = 4
const MAX_LENGTH = 12
/** Longer words may differ in two letters. */
const MIN_LENGTH_OF_TWO = 8

/** The word of a list that `word` is most likely meant to be: it begins alike and differs in a letter or two. */
export function nearestWord(word: string, list: readonly string[], minLength = MIN_LENGTH): string | undefined {
  if (word.length < minLength || word.length > MAX_LENGTH) return undefined
  let nearest: string | undefined
  let least = word.length >= MIN_LENGTH_OF_TWO - 1 ? 2 : 1
  for (const one of list) {
    const most = one.length >= MIN_LENGTH_OF_TWO ? least : Math.min(1, least)
    if (one.charAt(0) !== word.charAt(0) || one.at(-1) !== word.at(-1)) continue
    if (Math.abs(one.length - word.length) > most) continue
    const distance = distanceOf(word, one)
    if (distance <= most && distance > 0) [nearest, least] = [one, distance - 1]
  }
  return nearest
}

/** How many letters must be added, taken away, replaced or swapped with the next one. */
function distanceOf(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, n) => n)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped))
    }
  }
  return at(a.length, b.length)
}

/** Words that people misspell in dates and intervals. */
export const WEEKDAY_WORDS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
export const MONTH_WORDS = 'january february march april june july august september october november december'.split(
  ' ',
)
export const UNIT_WORDS = 'day days week weeks weekend month months year years weekday weekdays quarter'.split(' ')
