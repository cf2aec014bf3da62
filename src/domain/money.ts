import { type ParseResult, excerptOf, normalizeWords } from './typed-text.ts'

const MAX_AMOUNT = 9_999_999.99
const ACCEPTED = 'accepted: 50, 19.99, 49,99, 1.299,50, $50, none'
const SIGN = '$'
const WITH_SIGN = /^(?:(\p{Sc}) ?)?(.*?)(?: ?(\p{Sc}))?$/u
const DECIMALS = /^-?\d+(?:[.,]\d+)?$/
/** Thousands or decimals. */
const UNCLEAR = /^(\d{1,3}),(\d{3})$/
/** Groups of thousands, told apart from decimals by a second sign. */
const GROUPED = [
  /^\d{1,3}(?:,\d{3})+\.\d{1,2}$|^\d{1,3}(?:,\d{3}){2,}$/,
  /^\d{1,3}(?:[.' ]\d{3})+,\d{1,2}$|^\d{1,3}(?:[.' ]\d{3}){2,}$/,
]

/**
 * Reads an amount of money, 0 to 9,999,999.99 with at most two decimals after a point or a comma; `none` is null. What
 * may be thousands or decimals (`1,299`) is refused.
 */
export function readBudget(input: string | number): ParseResult<number | null> {
  const words = typeof input === 'number' ? String(input) : (normalizeWords(input) ?? '?')
  if (words === 'none') return { value: null }
  if (words === '') return { problem: `an amount is missing (${ACCEPTED})` }
  const [, before, digits = '', behind] = WITH_SIGN.exec(words) ?? []
  const sign = before ?? behind ?? SIGN
  if (sign !== SIGN) return problemWith(input, `${sign} is another currency than ${SIGN}`)
  const [unclear, thousands, rest] = UNCLEAR.exec(digits) ?? []
  if (unclear !== undefined) return problemWith(input, `it could be ${thousands}${rest} or ${thousands}.${rest}`)
  return amountOf(input, typeof input === 'number' ? input : Number(plainNumber(digits)), digits)
}

function amountOf(input: string | number, amount: number, digits: string): ParseResult<number> {
  if (!Number.isFinite(amount)) return problemWith(input)
  if (amount < 0) return problemWith(input, 'it is below zero')
  if (amount > MAX_AMOUNT) return problemWith(input, `it is more than ${MAX_AMOUNT}`)
  const hasMoreDecimals = /[.,]\d{3,}$/.test(digits) && DECIMALS.test(digits)
  if (hasMoreDecimals || fromCents(toCents(amount)) !== amount)
    return problemWith(input, 'it has more than two decimals')
  return { value: amount === 0 ? 0 : amount }
}

/** A number as JavaScript writes it; other texts stay. */
function plainNumber(digits: string): string {
  if (DECIMALS.test(digits)) return digits.replace(',', '.')
  const [points, commas] = GROUPED
  if (points!.test(digits)) return digits.replaceAll(',', '')
  return commas!.test(digits) ? digits.replaceAll(/[.' ]/g, '').replace(',', '.') : 'none'
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
