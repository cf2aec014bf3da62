import type { OperationTable } from '../operation.ts'
import type { Changes, ChangesInput, Snapshot, UndoInput, Undone } from '../types.ts'

export interface ChangeOperations {
  list(input: ChangesInput): Changes
  snapshot(input: { cursor?: string }): Snapshot
  undo(input: UndoInput): Undone
}

export const changes = {
  list: {
    method: 'GET',
    path: '/api/changes',
    role: 'user',
    byDefault: 'item',
    etag: 'revision',
    fails: ['not_found', 'conflict'],
    description: 'Reads the journal, forwards from a revision or backwards.',
  },
  snapshot: {
    method: 'GET',
    path: '/api/snapshot',
    role: 'user',
    etag: 'revision',
    fails: [],
    description:
      'Gives what a replica starts from: open and lately finished items with their places, projects and features.',
  },
  undo: {
    method: 'POST',
    path: '/api/undo',
    role: 'user',
    allSpaces: true,
    fails: ['not_found', 'conflict'],
    did: null,
    description: 'Takes back the newest write, one certain write, or the last undo.',
  },
} as const satisfies OperationTable<ChangeOperations>
