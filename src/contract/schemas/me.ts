import * as z from 'zod'
import { ROLES } from '#domain/users.ts'
import * as f from './field-types.ts'
import { flag } from './query-values.ts'
import type { SchemaTable } from './schema.ts'
import { spaceSummary } from './spaces.ts'

const limited = z.strictObject({ used: z.int().nonnegative(), limit: z.int().positive() })
const quota = z
  .strictObject({
    items: limited.optional().describe('items, done ones too'),
    bytes: limited.optional().describe('bytes of all texts, in UTF-8'),
  })
  .describe('how much one has and may have; only where the server limits it')

const meOutput = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  timezone: z.string(),
  currency: z.string(),
  revision: z.int().nonnegative(),
  spaces: z.array(spaceSummary).describe('those that are shared'),
  quota: quota.optional(),
})

export const me = {
  get: { input: f.noFields, output: meOutput },
  update: {
    input: z.strictObject({
      timezone: f.timezone.optional(),
      currency: f.currency.optional(),
      unless_chosen: flag.optional(),
    }),
    output: meOutput,
  },
} satisfies SchemaTable<'me'>
