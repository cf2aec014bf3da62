import * as z from 'zod'
import * as f from './field-types.ts'
import { item } from './items.ts'
import type { SchemaTable } from './schema.ts'

const MAX_IDS = 100_000

export const order = {
  set: {
    input: z.strictObject({
      pool: f.slugReference.describe("todos, chores, shopping (gifts with it), groceries, or a project's slug"),
      ids: z.array(f.id).max(MAX_IDS),
    }),
    output: z.strictObject({ items: z.array(item) }),
  },
} satisfies SchemaTable<'order'>
