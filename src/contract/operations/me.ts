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
    did: ['changed', 'the settings'],
    description: "Sets the user's time zone, currency, and the spaces that pools are in by default.",
  },
} as const satisfies OperationTable<MeOperations>
