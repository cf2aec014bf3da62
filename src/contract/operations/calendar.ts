import type { OperationTable } from '../operation.ts'

export const calendar = {
  get: {
    method: 'GET',
    path: '/api/calendar',
    role: 'user',
    etag: 'content',
    fails: [],
    description: "Gives the calendar feed's key and addresses.",
  },
  rotate: {
    method: 'POST',
    path: '/api/calendar/rotate',
    role: 'user',
    fails: [],
    description: 'Replaces the feed key; the old feed address stops at once.',
  },
} as const satisfies OperationTable<'calendar'>
