import type { Feature } from '#domain/projects.ts'
import type { OperationTable } from '../operation.ts'
import type { ById, BySlug, FeatureInput, FeaturePatch, FeatureSummary } from '../types.ts'

export interface FeatureOperations {
  list(input: BySlug): { features: FeatureSummary[] }
  add(input: FeatureInput): Feature
  update(input: FeaturePatch): Feature
  remove(input: ById): void
}

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
    did: 'added',
    description: 'Adds a feature to an engineering project.',
  },
  update: {
    method: 'PATCH',
    path: '/api/features/{id}',
    role: 'user',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: null,
    description: "Changes a feature's title, status or notes.",
  },
  remove: {
    method: 'DELETE',
    path: '/api/features/{id}',
    role: 'user',
    status: 204,
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'removed',
    description: 'Removes a feature; its tasks stay in the project.',
  },
} as const satisfies OperationTable<FeatureOperations>
