import type { Role } from '#domain/users.ts'
import type { OperationTable } from '../operation.ts'
import type { ByName, NewKey, UserInput, UserSummary } from '../types.ts'

export interface UserOperations {
  list(input: object): { users: UserSummary[] }
  add(input: UserInput): NewKey
  rotate(input: ByName): NewKey
  update(input: ByName & { role: Role }): UserSummary
  remove(input: ByName): void
}

export const users = {
  list: {
    method: 'GET',
    path: '/api/users',
    role: 'admin',
    account: true,
    etag: 'content',
    fails: [],
    description: 'Lists all users.',
  },
  add: {
    method: 'POST',
    path: '/api/users',
    role: 'admin',
    account: true,
    status: 201,
    secret: true,
    fails: ['conflict'],
    did: ['added', 'a user'],
    description: 'Adds a user and gives the API key, this once.',
  },
  rotate: {
    method: 'POST',
    path: '/api/users/{name}/rotate',
    role: 'admin',
    account: true,
    secret: true,
    fails: ['not_found'],
    did: ['replaced', 'an API key'],
    description: "Replaces a user's API key and feed key at once.",
  },
  update: {
    method: 'PATCH',
    path: '/api/users/{name}',
    role: 'admin',
    account: true,
    fails: ['not_found', 'conflict'],
    did: ['changed', 'the role of a user'],
    description: "Sets a user's role.",
  },
  remove: {
    method: 'DELETE',
    path: '/api/users/{name}',
    role: 'admin',
    account: true,
    status: 204,
    fails: ['not_found', 'conflict'],
    did: ['removed', 'a user'],
    description: 'Removes a user with all data.',
  },
} as const satisfies OperationTable<UserOperations>
