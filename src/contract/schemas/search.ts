import * as z from 'zod'
import { itemsPage, searchWords } from './items.ts'
import { cursor, limit } from './paging.ts'
import type { SchemaTable } from './schema.ts'

export const search = {
  find: {
    input: z.strictObject({ q: searchWords, limit, cursor }),
    output: itemsPage,
  },
} satisfies SchemaTable<'search'>
