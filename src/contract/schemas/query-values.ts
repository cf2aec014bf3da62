import * as z from 'zod'

const MAX_CHOICES = 100

/** A whole number, also as the digits of a query string. */
export function wholeNumber(min: number, max: number) {
  const problem = `is a whole number from ${min} to ${max}`
  const digits = z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
  return z
    .union([z.number(), digits], problem)
    .refine((n) => Number.isInteger(n) && n >= min && n <= max, problem)
    .describe(`a whole number${max < Number.MAX_SAFE_INTEGER ? ` from ${min} to ${max}` : ''}`)
}

const word = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')

/** true or false, also as the word of a query string. */
export const flag = z.union([z.boolean(), word], 'is true or false').describe('true or false')

/** An array, or one text with commas; not empty. */
export function anyOf<T extends string>(one: z.ZodType<T, string>) {
  return z
    .union([z.string().max(4000), z.array(z.string().max(500)).max(MAX_CHOICES)])
    .transform((given) => (Array.isArray(given) ? given : given.split(',')).map((text) => text.trim()).filter(Boolean))
    .pipe(z.array(one).min(1, 'may not be empty').max(MAX_CHOICES, `holds more than ${MAX_CHOICES} values`))
    .describe(
      `one or several, by commas or as a list${one instanceof z.ZodEnum ? `, of ${one.options.join(', ')}` : ''}`,
    )
}
