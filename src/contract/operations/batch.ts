import type { OperationTable } from '../operation.ts'
import type { BatchInput, BatchResult } from '../types.ts'

export interface BatchOperations {
  run(input: BatchInput): BatchResult
}

export const batch = {
  run: {
    method: 'POST',
    path: '/api/batch',
    role: 'user',
    byDefault: 'operations',
    fails: ['not_found', 'conflict'],
    did: null,
    description: 'Runs up to 1,000 writes as one: all or nothing, one revision, one undo.',
  },
} as const satisfies OperationTable<BatchOperations>
