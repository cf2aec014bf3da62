export const DEFAULT_CURRENCY = 'USD'

let codes: ReadonlySet<string> | undefined

/** Whether a text is the code of a currency (ISO 4217), in capitals. */
export function isCurrency(code: string): boolean {
  codes ??= new Set(Intl.supportedValuesOf('currency'))
  return codes.has(code)
}

/** Signs that stand for no code and are not in Unicode's class of currency signs. */
const LETTER_SIGNS = new Set(['kr', 'zł', 'kč', 'ft', 'fr', 'lei', 'лв', 'rp', 'rm'])

/** Whether a text, in lower case, is the sign or the code of any currency. */
export function isCurrencySign(text: string): boolean {
  return /^\p{L}{0,3}\p{Sc}$/u.test(text) || LETTER_SIGNS.has(text) || isCurrency(text.toUpperCase())
}

const MAX_CACHED = 32
const formats = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string, currencyDisplay: 'symbol' | 'narrowSymbol', digits: number): Intl.NumberFormat {
  const name = `${currency} ${currencyDisplay} ${digits}`
  let format = formats.get(name)
  if (!format) {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
    format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay, ...fraction })
    if (formats.size >= MAX_CACHED) formats.clear()
    formats.set(name, format)
  }
  return format
}

/** Whether a text, in lower case, is the code or a sign of a currency: `$` of every dollar, `ca$` of Canada's. */
export function isSignOf(text: string, currency: string): boolean {
  if (text === currency.toLowerCase()) return true
  return (['symbol', 'narrowSymbol'] as const).some((display) => {
    const parts = formatOf(currency, display, 0).formatToParts(0)
    return parts.some(({ type, value }) => type === 'currency' && value.toLowerCase() === text)
  })
}

/** `$50`, `€39.90` */
export function formatMoney(amount: number, currency: string): string {
  return formatOf(currency, 'narrowSymbol', Number.isInteger(amount) ? 0 : 2).format(amount)
}
