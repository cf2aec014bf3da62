import type { OperationTable } from '../operation.ts'

export const views = {
  today: {
    method: 'GET',
    path: '/api/today',
    role: 'user',
    etag: 'day',
    fails: [],
    description: 'Gives what matters today, by section.',
  },
  upcoming: {
    method: 'GET',
    path: '/api/upcoming',
    role: 'user',
    etag: 'day',
    fails: [],
    description: 'Gives the agenda of the next days, with coming occurrences.',
  },
} as const satisfies OperationTable<'views'>
