import type { ItemInSpace } from '#domain/spaces.ts'
import type { OperationTable } from '../operation.ts'
import type {
  AddInput,
  Added,
  ById,
  ConvertInput,
  DoneInput,
  DoneResult,
  ListInput,
  MoveInput,
  Page,
  Reopened,
  UpdateInput,
} from '../types.ts'

export interface ItemOperations {
  list(input: ListInput): Page
  add(input: AddInput): Added
  get(input: ById): ItemInSpace
  update(input: UpdateInput): ItemInSpace
  remove(input: ById): void
  done(input: DoneInput): DoneResult
  start(input: ById): ItemInSpace
  cancel(input: ById): ItemInSpace
  reopen(input: ById): Reopened
  skip(input: ById): ItemInSpace
  move(input: MoveInput): ItemInSpace
  convert(input: ConvertInput): ItemInSpace
}

export const items = {
  list: {
    method: 'GET',
    path: '/api/items',
    role: 'user',
    allSpaces: true,
    etag: 'day',
    fails: ['not_found', 'conflict'],
    description: 'Lists items, open ones by default: filters together narrow, several values of one mean any of them.',
  },
  add: {
    method: 'POST',
    path: '/api/items',
    role: 'user',
    byDefault: 'kind',
    status: 201,
    batch: true,
    fails: ['conflict'],
    did: 'added',
    description: 'Adds an item from fields, or from one line of quick-add text.',
  },
  get: {
    method: 'GET',
    path: '/api/items/{id}',
    role: 'user',
    byDefault: 'id',
    etag: 'item',
    fails: ['not_found', 'conflict'],
    description: 'Gives one item by its id or a clear beginning of it; of one that is gone, what became of it.',
  },
  update: {
    method: 'PATCH',
    path: '/api/items/{id}',
    role: 'user',
    byDefault: 'id',
    batch: true,
    supportsIfMatch: true,
    fails: ['not_found', 'conflict'],
    did: 'changed',
    description: 'Changes fields of an item.',
  },
  remove: {
    method: 'DELETE',
    path: '/api/items/{id}',
    role: 'user',
    byDefault: 'id',
    status: 204,
    batch: true,
    supportsIfMatch: true,
    fails: ['not_found', 'conflict'],
    did: 'removed',
    description: 'Removes an item; undo brings it back.',
  },
  done: {
    method: 'POST',
    path: '/api/items/{id}/done',
    role: 'user',
    byDefault: 'id',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'done',
    description: 'Completes an item in the way of its kind; one that recurs leaves its next copy.',
  },
  start: {
    method: 'POST',
    path: '/api/items/{id}/start',
    role: 'user',
    byDefault: 'id',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'started',
    description: 'Marks an item as in progress.',
  },
  cancel: {
    method: 'POST',
    path: '/api/items/{id}/cancel',
    role: 'user',
    byDefault: 'id',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'canceled',
    description: 'Ends an item without it being done, and with it its series.',
  },
  reopen: {
    method: 'POST',
    path: '/api/items/{id}/reopen',
    role: 'user',
    byDefault: 'id',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'reopened',
    description: 'Makes a finished or started item a todo again, and takes back the copy that it left.',
  },
  skip: {
    method: 'POST',
    path: '/api/items/{id}/skip',
    role: 'user',
    byDefault: 'id',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'skipped',
    description: 'Moves what recurs to its next occurrence without counting it as done.',
  },
  move: {
    method: 'POST',
    path: '/api/items/{id}/move',
    role: 'user',
    byDefault: 'id',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'moved',
    description: 'Moves an item inside its priority, or before or after another one.',
  },
  convert: {
    method: 'POST',
    path: '/api/items/{id}/convert',
    role: 'user',
    byDefault: 'id',
    batch: true,
    fails: ['not_found', 'conflict'],
    did: 'converted',
    description: 'Turns an item into another kind, or moves it to another space, under a new id.',
  },
} as const satisfies OperationTable<ItemOperations>
