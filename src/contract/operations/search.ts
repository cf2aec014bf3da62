import type { OperationTable } from '../operation.ts'

export const search = {
  find: {
    method: 'GET',
    path: '/api/search',
    role: 'user',
    etag: 'revision',
    fails: [],
    description: 'Finds items by words in title, notes and tags.',
  },
} as const satisfies OperationTable<'search'>
