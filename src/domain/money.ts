import { type ParseResult, excerptOf, normalizeWords } from './typed-text.ts'

const MAX_AMOUNT = 9_999_999.99
const ACCEPTED = 'accepted: 50, 19.99, $50, none; no commas'

/** Reads an amount of money, 0 to 9,999,999.99 with at most two decimals; `none` is null. */
export function readBudget(input: string | number): ParseResult<number | null> {
  const words = typeof input === 'number' ? String(input) : (normalizeWords(input) ?? '?')
  if (words === 'none') return { value: null }
  if (words === '') return { problem: `an amount is missing (${ACCEPTED})` }
  const typed = /^\$? ?(-?\d+(?:\.\d+)?)$/.exec(words)?.[1]
  const amount = typeof input === 'number' ? input : Number(typed)
  if (!Number.isFinite(amount)) return problemWith(input)
  if (amount < 0) return problemWith(input, 'it is below zero')
  if (amount > MAX_AMOUNT) return problemWith(input, `it is more than ${MAX_AMOUNT}`)
  if (/\.\d{3}/.test(words) || fromCents(toCents(amount)) !== amount)
    return problemWith(input, 'it has more than two decimals')
  return { value: amount === 0 ? 0 : amount }
}

function problemWith(input: string | number, reason?: string): { problem: string } {
  const excerpt = excerptOf(String(input))
  return { problem: `not an amount: ${excerpt}${reason === undefined ? '' : `: ${reason}`} (${ACCEPTED})` }
}

/** An amount that readBudget accepts, as whole cents, exactly. */
export function toCents(amount: number): number {
  return Math.round(amount * 100)
}

/** Whole cents as the amount that has them, exactly the number a person would type. */
export function fromCents(cents: number): number {
  return cents / 100
}
