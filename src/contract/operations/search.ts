import type { OperationTable } from '../operation.ts'
import type { Page, SearchInput } from '../types.ts'

export interface SearchOperations {
  find(input: SearchInput): Page
}

export const search = {
  find: {
    method: 'GET',
    path: '/api/search',
    role: 'user',
    allSpaces: true,
    etag: 'revision',
    fails: [],
    description: 'Finds items by words in title, notes and tags.',
  },
} as const satisfies OperationTable<SearchOperations>
