import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, isCurrency } from './currencies.ts'
import { fromCents, readBudget, toCents } from './money.ts'

describe('budgets', () => {
  it.each<[string | number, number | null]>([
    ['50', 50],
    ['$50', 50],
    ['$ 50', 50],
    ['1.1', 1.1],
    ['19.99', 19.99],
    ['49,99', 49.99],
    ['1.299,50', 1299.5],
    ['1,299.50', 1299.5],
    ['1 299,50', 1299.5],
    ["1'299.50".replace('.', ','), 1299.5],
    ['1,299,000', 1_299_000],
    ['50$', 50],
    ['50 $', 50],
    ['0', 0],
    ['0.10', 0.1],
    ['007', 7],
    ['9999999.99', 9_999_999.99],
    [1.1, 1.1],
    [0.29, 0.29],
    [1.15, 1.15],
    [50, 50],
    [-0, 0],
    ['none', null],
    [' None ', null],
  ])('%j is %s', (input, amount) => {
    expect(readBudget(input)).toEqual({ value: amount })
  })

  it.each<string | number>([
    '',
    ' ',
    'cheap',
    '19.999',
    '19.99000000000000000001',
    '1e3',
    '1,200',
    '-5',
    '$-5',
    '50$$',
    '20 kg',
    'abc 5',
    '1,2345',
    '19,999',
    '1,29,50',
    '1.2,50',
    '€ € 50',
    '.5',
    '5.',
    '0x10',
    '1 000',
    '$',
    '10000000',
    '9'.repeat(400),
    '9'.repeat(99),
    19.999,
    0.1 + 0.2,
    -1,
    1e7,
    1e21,
    1e-7,
    NaN,
    Infinity,
    -Infinity,
  ])('refuses %j', (input) => {
    const { problem, value } = readBudget(input)
    expect(value).toBeUndefined()
    expect(problem).toMatch(/\(accepted: 50, 19\.99, 49,99, 1\.299,50, \$50, none\)$/)
  })

  it.each([
    ['€20', 'EUR', 20],
    ['20 €', 'EUR', 20],
    ['20€', 'EUR', 20],
    ['1.299,50 EUR', 'EUR', 1299.5],
    ['eur 20', 'EUR', 20],
    ['$50', 'CAD', 50],
    ['CA$50', 'CAD', 50],
    ['50 CAD', 'CAD', 50],
    ['50 kr', 'SEK', 50],
    ['50 zł', 'PLN', 50],
    ['£5', 'GBP', 5],
    ['CHF 12,50', 'CHF', 12.5],
    ['50', 'EUR', 50],
  ])('%s is of %s', (input, currency, amount) => {
    expect(readBudget(input, currency)).toEqual({ value: amount })
    expect(readBudget(input)).toEqual({ value: amount })
    expect(readBudget(formatMoney(amount, currency), currency)).toEqual({ value: amount })
  })

  it.each([
    ['$50', 'EUR', '$ is another currency than EUR'],
    ['20 €', 'USD', '€ is another currency than USD'],
    ['20 eur', 'USD', 'EUR is another currency than USD'],
    ['CA$50', 'USD', 'ca$ is another currency than USD'],
  ])('refuses %s in %s by name', (input, currency, problem) => {
    expect(readBudget(input, currency).problem).toContain(problem)
    expect(readBudget(input).value).toBeDefined()
  })

  it('keeps every cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (cents) => {
        const amount = fromCents(cents)
        expect(toCents(amount)).toBe(cents)
        expect(readBudget(amount)).toEqual({ value: amount })
        expect(readBudget((cents / 100).toFixed(2))).toEqual({ value: amount })
        expect(amount).toBe(Number(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`))
      }),
    )
  })

  it('never throws, and gives whole cents only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.float()), (input) => {
        const { value } = readBudget(input)
        if (value != null) expect(fromCents(toCents(value))).toBe(value)
      }),
    )
  })
})

describe('currencies', () => {
  it.each([
    [50, 'USD', '$50'],
    [39.9, 'USD', '$39.90'],
    [1299.5, 'EUR', '€1,299.50'],
    [20, 'SEK', 'kr\u00a020'],
    [1200, 'JPY', '¥1,200'],
  ])('%d in %s is written %s', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text)
  })

  it('are those of ISO 4217', () => {
    for (const code of ['USD', 'EUR', 'CHF', 'INR']) expect(isCurrency(code)).toBe(true)
    for (const code of ['', 'usd', 'EURO', 'XYZ', '$']) expect(isCurrency(code)).toBe(false)
  })
})
