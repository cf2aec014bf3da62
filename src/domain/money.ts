import { type Reading, shown, tidy } from './words.ts'

const most = 9_999_999.99
const accepted = 'accepted: 50, 19.99, $50, none; no commas'

/** Reads an amount of money, 0 to 9,999,999.99 with at most two decimals; `none` is null. */
export function readBudget(input: string | number): Reading<number | null> {
  const words = typeof input === 'number' ? String(input) : (tidy(input) ?? '?')
  if (words === 'none') return { value: null }
  if (words === '') return { problem: `an amount is missing (${accepted})` }
  const typed = /^\$? ?(-?\d+(?:\.\d+)?)$/.exec(words)?.[1]
  const amount = typeof input === 'number' ? input : Number(typed)
  if (!Number.isFinite(amount)) return refusal(input)
  if (amount < 0) return refusal(input, 'it is below zero')
  if (amount > most) return refusal(input, `it is more than ${most}`)
  if (/\.\d{3}/.test(words) || fromCents(toCents(amount)) !== amount)
    return refusal(input, 'it has more than two decimals')
  return { value: amount === 0 ? 0 : amount }
}

function refusal(input: string | number, reason?: string): { problem: string } {
  const said = shown(String(input))
  return { problem: `not an amount: ${said}${reason === undefined ? '' : `: ${reason}`} (${accepted})` }
}

/** An amount that readBudget accepts, as whole cents, exactly. */
export function toCents(amount: number): number {
  return Math.round(amount * 100)
}

/** Whole cents as the amount that has them, exactly the number a person would type. */
export function fromCents(cents: number): number {
  return cents / 100
}
