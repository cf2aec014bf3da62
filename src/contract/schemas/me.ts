import * as z from 'zod'
import { ROLES } from '#domain/users.ts'
import * as f from './field-types.ts'
import { flag } from './query-values.ts'
import type { SchemaTable } from './schema.ts'

const meOutput = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  timezone: z.string(),
  revision: z.int().nonnegative(),
})

export const me = {
  get: { input: f.noFields, output: meOutput },
  update: {
    input: z.strictObject({ timezone: f.timezone, unless_chosen: flag.optional() }),
    output: meOutput,
  },
} satisfies SchemaTable<'me'>
