import * as z from 'zod'
import { itemsPage, SEARCH_WORDS, searchWords } from './items.ts'
import { cursor, limit } from './paging.ts'
import type { SchemaTable } from './schema.ts'

export const search = {
  find: {
    input: z.strictObject({ q: searchWords.min(1, 'may not be empty').describe(SEARCH_WORDS), limit, cursor }),
    output: itemsPage,
  },
} satisfies SchemaTable<'search'>
