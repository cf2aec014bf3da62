/** Consecutive ids are this part of the number space apart, so that short prefixes of ids stay unambiguous for long. */
const GOLDEN_RATIO = 0.6180339887498949
const PREFIX_OFFSET = 7919
const MIN_DIGITS = 4
const MAX_DIGITS = 7

const spaceSize = (digits: number) => 1 << (4 * digits)
/** How many ids have this many digits. Once half of the numbers are used, ids get one digit more. */
const idsIssued = (digits: number) => spaceSize(digits) / 2 + 1

/** Odd, so that steps of this size, modulo a power of two, reach every number. */
const stepOf = (digits: number) => BigInt(Math.floor(spaceSize(digits) * GOLDEN_RATIO) | 1)
const startOf = (prefix: string, salt: number) => BigInt(salt + prefix.charCodeAt(0) * PREFIX_OFFSET)

/** Makes users' sequences of ids differ. */
export const saltOf = (userId: string): number => Number.parseInt(userId.slice(0, 7), 16)

/**
 * The id of a prefix with this sequence number, from 0: no two sequence numbers have the same id. `salt` and the prefix
 * move the start of the sequence, so that users differ, and a todo and a chore of a user.
 */
export function idAt(prefix: string, sequence: number, salt: number): string {
  let digits = MIN_DIGITS
  let index = sequence
  while (index >= idsIssued(digits) && digits < MAX_DIGITS) index -= idsIssued(digits++)
  const number = (BigInt(index) * stepOf(digits) + startOf(prefix, salt)) % BigInt(spaceSize(digits))
  return `${prefix}-${number.toString(16).padStart(digits, '0')}`
}

/** Inverse of `idAt`: the sequence number at which `id` is issued; Infinity if never. */
export function sequenceOf(id: string, salt: number): number {
  const digits = id.length - 2
  if (digits < MIN_DIGITS || digits > MAX_DIGITS) return Infinity
  const distance = BigInt(Number.parseInt(id.slice(2), 16)) - startOf(id[0]!, salt)
  const index = Number(BigInt.asUintN(4 * digits, distance * INVERSE_STEPS[digits]!))
  if (index >= idsIssued(digits) && digits < MAX_DIGITS) return Infinity
  let before = 0
  for (let shorter = MIN_DIGITS; shorter < digits; shorter++) before += idsIssued(shorter)
  return before + index
}

/** The inverse of an odd number modulo 2^32, by Newton's iteration: each round doubles the number of correct bits. */
function inverseOf(odd: bigint): bigint {
  let result = 1n
  for (let bits = 1; bits < 32; bits *= 2) result = BigInt.asUintN(32, result * (2n - odd * result))
  return result
}

/** By number of digits. */
const INVERSE_STEPS = Array.from({ length: MAX_DIGITS + 1 }, (_, digits) => inverseOf(stepOf(digits)))

const ID_BEGINNING = /^[a-z]-[0-9a-f]{1,16}$/

/** A typed id, or the beginning of one, in lower case; null where it cannot be one. */
export function idBeginning(text: string): string | null {
  const id = text.trim().toLowerCase()
  return ID_BEGINNING.test(id) ? id : null
}

/** The upper bound, exclusive, of all ids that begin with `beginning`, in byte order. */
export function afterBeginning(beginning: string): string {
  return beginning + 'g'
}
