import type { OperationTable } from '../operation.ts'
import type { Export, Import, Imported } from '../types.ts'

export interface DataOperations {
  export(input: object): Export
  import(input: Import): Imported
}

export const data = {
  export: {
    method: 'GET',
    path: '/api/export',
    role: 'user',
    etag: 'revision',
    large: true,
    fails: [],
    description: 'Gives everything that the user has, as one document.',
  },
  import: {
    method: 'POST',
    path: '/api/import',
    role: 'user',
    large: true,
    fails: ['conflict'],
    did: 'imported',
    description: 'Adds what an exported document holds and is not here yet, as one write.',
  },
} as const satisfies OperationTable<DataOperations>
