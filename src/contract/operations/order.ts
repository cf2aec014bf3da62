import type { Item } from '#domain/fields.ts'
import type { OperationTable } from '../operation.ts'
import type { OrderInput } from '../types.ts'

export interface OrderOperations {
  set(input: OrderInput): { items: Item[] }
}

export const order = {
  set: {
    method: 'PUT',
    path: '/api/order/{pool}',
    role: 'user',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'reordered',
    description: "Puts a pool's items in a new order, inside each priority.",
  },
} as const satisfies OperationTable<OrderOperations>
