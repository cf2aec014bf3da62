import * as z from 'zod'
import { POOLS, type Pool } from '#domain/kinds.ts'
import { ROLES } from '#domain/users.ts'
import * as f from './field-types.ts'
import { flag } from './query-values.ts'
import type { SchemaTable } from './schema.ts'
import { spaceSummary } from './spaces.ts'
import { userName } from './users.ts'

const limited = z.strictObject({ used: z.int().nonnegative(), limit: z.int().positive() })
const quota = z
  .strictObject({
    items: limited.optional().describe('items, done ones too'),
    bytes: limited.optional().describe('bytes of all texts, in UTF-8'),
  })
  .describe('how much one has and may have; only where the server limits it')

/** An object that may have each pool. */
const byPool = <Value extends z.ZodType>(value: Value) =>
  z.strictObject(
    Object.fromEntries(POOLS.map((pool) => [pool, value.optional()])) as Record<Pool, z.ZodOptional<Value>>,
  )

const meOutput = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  timezone: z.string(),
  currency: z.string(),
  revision: z.int().nonnegative(),
  spaces: z.array(spaceSummary).describe('those that are shared'),
  defaults: byPool(z.string()).describe('the shared spaces that pools are in by default'),
  quota: quota.optional(),
})

export const me = {
  get: { input: f.noFields, output: meOutput },
  update: {
    input: z.strictObject({
      timezone: f.timezone.optional(),
      currency: f.currency.optional(),
      defaults: byPool(userName.nullable())
        .describe("the name or id of a space for each pool that is named; null: the user's own")
        .optional(),
      unless_chosen: flag.optional(),
    }),
    output: meOutput,
  },
} satisfies SchemaTable<'me'>
