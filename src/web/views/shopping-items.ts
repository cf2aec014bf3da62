import { addDays, type Day } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'

const SOON_DAYS = 7

/** Not to be bought yet: due after the coming week, or coming round again. */
export function isDueLater(item: Item, today: Day): boolean {
  if (!item.due || item.due <= today) return false
  return Boolean(item.every) || item.due > addDays(today, SOON_DAYS)
}

/** Amounts add up as whole cents. */
export function sumBudgets(items: readonly Item[]): number {
  return items.reduce((cents, { budget }) => cents + Math.round((budget ?? 0) * 100), 0) / 100
}
