import type { OperationTable } from '../operation.ts'

export const batch = {
  run: {
    method: 'POST',
    path: '/api/batch',
    role: 'user',
    fails: ['not_found', 'conflict'],
    description: 'Runs up to 1,000 writes as one: all or nothing, one revision, one undo.',
  },
} as const satisfies OperationTable<'batch'>
