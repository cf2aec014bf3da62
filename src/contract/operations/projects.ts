import type { Project } from '#domain/projects.ts'
import type { OperationTable } from '../operation.ts'
import type { BySlug, ProjectInput, ProjectPatch, ProjectSummary, ProjectView } from '../types.ts'

export interface ProjectOperations {
  list(input: object): { projects: ProjectSummary[] }
  add(input: ProjectInput): Project
  get(input: BySlug): ProjectView
  update(input: ProjectPatch): Project
  remove(input: BySlug & { force?: boolean }): void
}

export const projects = {
  list: {
    method: 'GET',
    path: '/api/projects',
    role: 'user',
    etag: 'revision',
    fails: [],
    description: 'Lists projects with their progress.',
  },
  add: {
    method: 'POST',
    path: '/api/projects',
    role: 'user',
    status: 201,
    batch: true,
    fails: ['conflict'],
    did: 'added',
    description: 'Adds a project.',
  },
  get: {
    method: 'GET',
    path: '/api/projects/{slug}',
    role: 'user',
    etag: 'revision',
    fails: ['not_found'],
    description: 'Gives a project with its features, open tasks and progress.',
  },
  update: {
    method: 'PATCH',
    path: '/api/projects/{slug}',
    role: 'user',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: null,
    description: "Changes a project's title, type, status or notes.",
  },
  remove: {
    method: 'DELETE',
    path: '/api/projects/{slug}',
    role: 'user',
    status: 204,
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'removed',
    description: 'Removes a project with all its tasks; with open ones only by force.',
  },
} as const satisfies OperationTable<ProjectOperations>
