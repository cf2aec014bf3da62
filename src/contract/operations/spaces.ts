import type { OperationTable } from '../operation.ts'
import type { AdoptedSpace, Adoption, ByName, ListedSpace, Space } from '../types.ts'

export interface SpaceOperations {
  list(input: object): { spaces: ListedSpace[] }
  add(input: ByName): Space
  get(input: ByName): Space
  join(input: ByName): Space
  adopt(input: Adoption): AdoptedSpace
  remove(input: ByName): void
}

export const spaces = {
  list: {
    method: 'GET',
    path: '/api/spaces',
    role: 'user',
    account: true,
    etag: 'content',
    fails: [],
    description: 'Lists the shared spaces of which the user is a member, and invitations.',
  },
  add: {
    method: 'POST',
    path: '/api/spaces',
    role: 'user',
    account: true,
    status: 201,
    fails: ['conflict'],
    did: ['added', 'a space'],
    description: 'Makes a space that several users share, and its maker its owner.',
  },
  get: {
    method: 'GET',
    path: '/api/spaces/{name}',
    role: 'user',
    account: true,
    etag: 'content',
    fails: ['not_found'],
    description: 'Tells who the members of a space are.',
  },
  join: {
    method: 'POST',
    path: '/api/spaces/{name}/join',
    role: 'user',
    account: true,
    fails: ['not_found', 'conflict'],
    did: ['joined', 'a space'],
    description: 'Accepts an invitation.',
  },
  adopt: {
    method: 'POST',
    path: '/api/spaces/{name}/adopt',
    role: 'admin',
    account: true,
    fails: ['not_found', 'conflict'],
    did: ['turned', 'a user into a space'],
    description:
      "Turns a user whose key several people use, with all items, into a space of these members; the user's keys end.",
  },
  remove: {
    method: 'DELETE',
    path: '/api/spaces/{name}',
    role: 'user',
    account: true,
    status: 204,
    fails: ['not_found', 'conflict', 'forbidden'],
    did: ['removed', 'a space'],
    description: 'Removes a space with all that it holds.',
  },
} as const satisfies OperationTable<SpaceOperations>
