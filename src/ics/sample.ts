import { completeItem, type Item } from '#domain/fields.ts'

/** An item for tests, with defaults. */
export function sample(fields: Partial<Item> = {}): Item {
  return completeItem({
    id: 't-1f3a',
    kind: 'todo',
    title: 'File taxes',
    status: 'todo' as const,
    due: '2026-04-15',
    created_at: '2026-03-01T08:00:00.000Z',
    updated_at: '2026-03-02T09:30:15.250Z',
    revision: 7,
    ...fields,
  })
}

export const USER = '309234af-1a2b-4c3d-8e9f-0a1b2c3d4e5f'
