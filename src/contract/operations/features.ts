import type { OperationTable } from '../operation.ts'

export const features = {
  list: {
    method: 'GET',
    path: '/api/projects/{slug}/features',
    role: 'user',
    etag: 'revision',
    fails: ['not_found'],
    description: "Lists a project's features with their progress.",
  },
  add: {
    method: 'POST',
    path: '/api/projects/{slug}/features',
    role: 'user',
    status: 201,
    batch: true,
    fails: ['not_found', 'conflict'],
    description: 'Adds a feature to an engineering project.',
  },
  update: {
    method: 'PATCH',
    path: '/api/features/{id}',
    role: 'user',
    batch: true,
    fails: ['not_found', 'conflict'],
    description: "Changes a feature's title, status or notes.",
  },
  remove: {
    method: 'DELETE',
    path: '/api/features/{id}',
    role: 'user',
    status: 204,
    batch: true,
    fails: ['not_found', 'conflict'],
    description: 'Removes a feature; its tasks stay in the project.',
  },
} as const satisfies OperationTable<'features'>
