import { DEFAULT_CURRENCY, formatMoney, isCurrency, isCurrencySign, isSignOf } from './currencies.ts'
import { type ParseResult, excerptOf, normalizeWords } from './typed-text.ts'

const MAX_AMOUNT = 9_999_999.99
const accepted = (currency = DEFAULT_CURRENCY) =>
  `accepted: 50, 19.99, 49,99, 1.299,50, ${formatMoney(50, currency)}, none`
const WITH_SIGN = /^(?:(\p{L}{0,3}\p{Sc}|\p{L}{2,3}) ?)?(.*?)(?: ?(\p{L}{0,3}\p{Sc}|\p{L}{2,3}))?$/u
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
 * may be thousands or decimals (`1,299`) is refused, and so is the sign of another currency than the given one; without
 * one every sign will do.
 */
export function readBudget(input: string | number, currency?: string): ParseResult<number | null> {
  const words = typeof input === 'number' ? String(input) : (normalizeWords(input) ?? '?')
  if (words === 'none') return { value: null }
  if (words === '') return { problem: `an amount is missing (${accepted(currency)})` }
  const [, before, digits = '', behind] = WITH_SIGN.exec(words) ?? []
  const amount = typeof input === 'number' ? input : Number(plainNumber(digits))
  const problem = problemOfSign(before ?? behind, currency) ?? problemOfAmount(amount, digits)
  if (problem === undefined) return { value: amount === 0 ? 0 : amount }
  const reason = problem && `: ${problem}`
  return { problem: `not an amount: ${excerptOf(String(input))}${reason} (${accepted(currency)})` }
}

/** What is wrong with a sign, empty where it is none at all. */
function problemOfSign(sign: string | undefined, currency: string | undefined): string | undefined {
  if (sign === undefined) return undefined
  if (!isCurrencySign(sign)) return ''
  return currency === undefined || isSignOf(sign, currency)
    ? undefined
    : `${nameOf(sign)} is another currency than ${currency}`
}

/** A code in capitals; a sign as it is. */
const nameOf = (sign: string) => (isCurrency(sign.toUpperCase()) ? sign.toUpperCase() : sign)

/** What is wrong with an amount, empty where it is no number. */
function problemOfAmount(amount: number, digits: string): string | undefined {
  const unclear = whatItCouldBe(digits)
  if (unclear !== undefined) return unclear
  if (!Number.isFinite(amount)) return ''
  if (amount < 0) return 'it is below zero'
  if (amount > MAX_AMOUNT) return `it is more than ${MAX_AMOUNT}`
  const hasMoreDecimals = /[.,]\d{3,}$/.test(digits) && DECIMALS.test(digits)
  return hasMoreDecimals || fromCents(toCents(amount)) !== amount ? 'it has more than two decimals' : undefined
}

/** What an amount could be, with or without a sign, whose comma may stand for thousands or decimals. */
export function unclearAmount(input: string): string | undefined {
  const [, , digits = ''] = WITH_SIGN.exec(normalizeWords(input) ?? '') ?? []
  return whatItCouldBe(digits)
}

function whatItCouldBe(digits: string): string | undefined {
  const [unclear, thousands, rest] = UNCLEAR.exec(digits) ?? []
  return unclear === undefined ? undefined : `it could be ${thousands}${rest} or ${thousands}.${rest}`
}

/** A number as JavaScript writes it; other texts stay. */
function plainNumber(digits: string): string {
  if (DECIMALS.test(digits)) return digits.replace(',', '.')
  const [points, commas] = GROUPED
  if (points!.test(digits)) return digits.replaceAll(',', '')
  return commas!.test(digits) ? digits.replaceAll(/[.' ]/g, '').replace(',', '.') : 'none'
}

/** An amount that readBudget accepts, as whole cents, exactly. */
export function toCents(amount: number): number {
  return Math.round(amount * 100)
}

/** Whole cents as the amount that has them, exactly the number a person would type. */
export function fromCents(cents: number): number {
  return cents / 100
}
