import { signal } from '@preact/signals'
import { DEFAULT_CURRENCY, formatMoney as formatInCurrency } from '#domain/currencies.ts'

/** `1 item`, `2 items`; an irregular plural can be given. */
export function formatCount(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}

/** Minutes at the end of a row: `20 min`, `1 h`, `1 h 20`. */
export function formatEstimate(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest}`
}

/** Minutes inside a sentence: `3 h 10 min`. */
export function formatDuration(minutes: number): string {
  return minutes >= 60 && minutes % 60 ? `${formatEstimate(minutes)} min` : formatEstimate(minutes)
}

/** That of the account in view, as soon as it is known. */
export const currency = signal(DEFAULT_CURRENCY)

/** `$50`, `€39.90`, in the currency of the account. */
export const formatMoney = (amount: number): string => formatInCurrency(amount, currency.value)
