import type { OperationTable } from '../operation.ts'

export const order = {
  set: {
    method: 'PUT',
    path: '/api/order/{pool}',
    role: 'user',
    batch: true,
    fails: ['not_found', 'conflict'],
    description: "Puts a pool's items in a new order, inside each priority.",
  },
} as const satisfies OperationTable<'order'>
