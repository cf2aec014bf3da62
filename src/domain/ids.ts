/** Steps of the golden ratio: ids that follow each other lie far apart, so short beginnings stay unambiguous for long. */
const GOLDEN = 0.6180339887498949
const PREFIX_SHIFT = 7919
const FIRST_DIGITS = 4
const MOST_DIGITS = 7

const size = (digits: number) => 16 ** digits
/** Once a space is more than half full, ids get one digit more. */
const share = (digits: number) => size(digits) / 2 + 1

const stepOf = (digits: number) => BigInt(Math.floor(size(digits) * GOLDEN) | 1) // odd, so that the walk through a power of two meets every number
const startOf = (prefix: string, salt: number) => BigInt(salt + prefix.charCodeAt(0) * PREFIX_SHIFT)

/** The `given`-th id (from 0) of a prefix: a walk through each space that meets no id twice. `salt` moves its start, so that users differ, and so does the prefix, so that a todo and a chore do. */
export function idAt(prefix: string, given: number, salt: number): string {
  let digits = FIRST_DIGITS
  let index = given
  while (index >= share(digits) && digits < MOST_DIGITS) index -= share(digits++)
  const number = (BigInt(index) * stepOf(digits) + startOf(prefix, salt)) % BigInt(size(digits))
  return `${prefix}-${number.toString(16).padStart(digits, '0')}`
}

/** Where the walk comes to an id: `idAt` turned round. Infinity when it never does. */
export function whenGiven(id: string, salt: number): number {
  const digits = id.length - 2
  if (digits < FIRST_DIGITS || digits > MOST_DIGITS) return Infinity
  const way = BigInt(Number.parseInt(id.slice(2), 16)) - startOf(id[0]!, salt)
  const index = Number(BigInt.asUintN(4 * digits, way * inverse(stepOf(digits))))
  if (index >= share(digits) && digits < MOST_DIGITS) return Infinity
  let before = 0
  for (let shorter = FIRST_DIGITS; shorter < digits; shorter++) before += share(shorter)
  return before + index
}

/** What an odd number is multiplied by to give 1, modulo 2^32: each round of Newton's doubles the bits that are right. */
function inverse(odd: bigint): bigint {
  let found = 1n
  for (let bits = 1; bits < 32; bits *= 2) found = BigInt.asUintN(32, found * (2n - odd * found))
  return found
}

const ID_BEGINNING = /^[a-z]-[0-9a-f]{1,16}$/

/** An id or a beginning of one, as typed, in the form that ids are kept in; null when it is none. */
export function idBeginning(text: string): string | null {
  const id = text.trim().toLowerCase()
  return ID_BEGINNING.test(id) ? id : null
}

/** The first text after all that begin with `beginning`, in byte order. */
export function afterBeginning(beginning: string): string {
  return beginning + 'g'
}
