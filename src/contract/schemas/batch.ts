import * as z from 'zod'
import type { SchemaTable } from './schema.ts'

/** Any object: read again by the operation's own schema. */
const input = z.record(z.string(), z.unknown()) as z.ZodType<Record<string, unknown>, object>
const MAX_OPERATIONS = 1000

export const batch = {
  run: {
    input: z.strictObject({
      operations: z
        .array(z.strictObject({ op: z.string().max(100), input: input.optional() }))
        .min(1, 'holds no operation')
        .max(MAX_OPERATIONS, 'holds more than 1,000 operations'),
    }),
    output: z.strictObject({ results: z.array(z.unknown()) }),
  },
} satisfies SchemaTable<'batch'>
