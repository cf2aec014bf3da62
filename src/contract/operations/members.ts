import type { SharedSpace } from '#domain/spaces.ts'
import type { OperationTable } from '../operation.ts'
import type { Member, MemberName } from '../types.ts'

export interface MemberOperations {
  set(input: MemberName & Pick<SharedSpace, 'role'>): Member
  update(input: MemberName & { called: string[] }): Member
  remove(input: MemberName): void
}

export const members = {
  set: {
    method: 'PUT',
    path: '/api/spaces/{name}/members/{user}',
    role: 'user',
    account: true,
    fails: ['not_found', 'conflict', 'forbidden'],
    did: ['changed', 'the members of a space'],
    description: 'Invites a user to a space, or changes the role of a member.',
  },
  update: {
    method: 'PATCH',
    path: '/api/spaces/{name}/members/{user}',
    role: 'user',
    account: true,
    fails: ['not_found', 'conflict', 'forbidden'],
    did: ['changed', 'what a member is called'],
    description: 'Sets by what names the others know a member.',
  },
  remove: {
    method: 'DELETE',
    path: '/api/spaces/{name}/members/{user}',
    role: 'user',
    account: true,
    status: 204,
    fails: ['not_found', 'conflict', 'forbidden'],
    did: ['changed', 'the members of a space'],
    description: 'Expels a member, or leaves where it is oneself; declines an invitation, or takes it back.',
  },
} as const satisfies OperationTable<MemberOperations>
