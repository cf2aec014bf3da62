import type { Today, UpcomingDay } from '#domain/views.ts'
import type { OperationTable } from '../operation.ts'

export interface ViewOperations {
  today(input: { everyone?: boolean }): Today
  upcoming(input: { days?: number }): { days: UpcomingDay[] }
}

export const views = {
  today: {
    method: 'GET',
    path: '/api/today',
    role: 'user',
    allSpaces: true,
    etag: 'day',
    fails: [],
    description: 'Gives what matters today, by section, without what is assigned to other members.',
  },
  upcoming: {
    method: 'GET',
    path: '/api/upcoming',
    role: 'user',
    allSpaces: true,
    etag: 'day',
    fails: [],
    description: 'Gives the agenda of the next days, with coming occurrences.',
  },
} as const satisfies OperationTable<ViewOperations>
