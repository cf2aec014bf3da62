import * as z from 'zod'
import { itemInSpace } from './items.ts'
import { flag, wholeNumber } from './query-values.ts'
import type { SchemaTable } from './schema.ts'

const MAX_DAYS = 366
const items = z.array(itemInSpace)

export const views = {
  today: {
    input: z.strictObject({
      everyone: flag.describe('what is assigned to other members, too').optional(),
    }),
    output: z.strictObject({
      date: z.iso.date(),
      overdue: items,
      today: items,
      doing: items,
      priority: items,
      count: z.int(),
      estimate: z.int(),
    }),
  },
  upcoming: {
    input: z.strictObject({
      days: wholeNumber(1, MAX_DAYS).describe('1 to 366; 14 by default').optional(),
    }),
    output: z.strictObject({
      days: z.array(
        z.strictObject({
          date: z.iso.date(),
          items: z.array(itemInSpace.extend({ occurrence: z.literal(true).optional() })),
        }),
      ),
    }),
  },
} satisfies SchemaTable<'views'>
