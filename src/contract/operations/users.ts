import type { OperationTable } from '../operation.ts'

export const users = {
  list: {
    method: 'GET',
    path: '/api/users',
    role: 'admin',
    etag: 'content',
    fails: [],
    description: 'Lists all users.',
  },
  add: {
    method: 'POST',
    path: '/api/users',
    role: 'admin',
    status: 201,
    secret: true,
    fails: ['conflict'],
    description: 'Adds a user and gives the API key, this once.',
  },
  rotate: {
    method: 'POST',
    path: '/api/users/{name}/rotate',
    role: 'admin',
    secret: true,
    fails: ['not_found'],
    description: "Replaces a user's API key and feed key at once.",
  },
  update: {
    method: 'PATCH',
    path: '/api/users/{name}',
    role: 'admin',
    fails: ['not_found', 'conflict'],
    description: "Sets a user's role.",
  },
  remove: {
    method: 'DELETE',
    path: '/api/users/{name}',
    role: 'admin',
    status: 204,
    fails: ['not_found', 'conflict'],
    description: 'Removes a user with all data.',
  },
} as const satisfies OperationTable<'users'>
