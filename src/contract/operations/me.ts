import type { OperationTable } from '../operation.ts'

export const me = {
  get: {
    method: 'GET',
    path: '/api/me',
    role: 'user',
    etag: 'revision',
    fails: [],
    description: 'Tells whose key this is.',
  },
  update: {
    method: 'PATCH',
    path: '/api/me',
    role: 'user',
    fails: [],
    description: "Sets the user's time zone.",
  },
} as const satisfies OperationTable<'me'>
