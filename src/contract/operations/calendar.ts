import type { OperationTable } from '../operation.ts'
import type { Calendar } from '../types.ts'

export interface CalendarOperations {
  get(input: object): Calendar
  rotate(input: object): Calendar
}

export const calendar = {
  get: {
    method: 'GET',
    path: '/api/calendar',
    role: 'user',
    allSpaces: true,
    etag: 'content',
    fails: [],
    description: "Gives the calendar feed's key and addresses.",
  },
  rotate: {
    method: 'POST',
    path: '/api/calendar/rotate',
    role: 'user',
    allSpaces: true,
    fails: [],
    did: ['replaced', 'the calendar address'],
    description: 'Replaces the feed key; the old feed address stops at once.',
  },
} as const satisfies OperationTable<CalendarOperations>
