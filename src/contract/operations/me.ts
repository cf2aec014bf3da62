import type { OperationTable } from '../operation.ts'
import type { Me, MeInput } from '../types.ts'

export interface MeOperations {
  get(input: object): Me
  update(input: MeInput): Me
}

export const me = {
  get: {
    method: 'GET',
    path: '/api/me',
    role: 'user',
    account: true,
    etag: 'content',
    fails: [],
    description: 'Tells whose key this is.',
  },
  update: {
    method: 'PATCH',
    path: '/api/me',
    role: 'user',
    account: true,
    fails: [],
    did: ['set', 'the time zone'],
    description: "Sets the user's time zone.",
  },
} as const satisfies OperationTable<MeOperations>
