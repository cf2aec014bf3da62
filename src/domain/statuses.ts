export const STATUSES = ['todo', 'doing', 'done', 'canceled'] as const
export type Status = (typeof STATUSES)[number]

export function isOpen(item: { status: Status }): boolean {
  return item.status === 'todo' || item.status === 'doing'
}
