import type { Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import { daysBetween, type Day } from '#domain/dates.ts'
import type { IconName } from './icon.tsx'

export const KIND_ICON: Record<Kind, IconName> = {
  todo: 'check',
  chore: 'loop',
  task: 'cube',
  gift: 'gift',
  shopping: 'bag',
  grocery: 'apple',
}

export const KIND_NAME: Record<Kind, string> = {
  todo: 'Todo',
  chore: 'Chore',
  task: 'Task',
  gift: 'Gift',
  shopping: 'Shopping',
  grocery: 'Grocery',
}

export const kindColour = (kind: Kind): string => `var(--${kind})`

const HUES = ['task', 'todo', 'grocery', 'chore', 'gift', 'shopping'] as const

function colourOf(name: string): string {
  let sum = 3
  for (const letter of name) sum = (sum * 131 + letter.charCodeAt(0)) % 8191
  return `var(--${HUES[sum % HUES.length]})`
}

/** A project keeps the colour that its slug gives it. */
export const projectColour = (slug: string): string => colourOf(slug)

/** A member of a space keeps the colour that their name gives them. */
export const memberColour = (name: string): string => colourOf(name)

/** How much of a chore's interval has passed, 0 to 1; null when it was never done. */
export function intervalPassed(item: Item, today: Day): number | null {
  if (!item.last_done || !item.due) return null
  const interval = daysBetween(item.last_done, item.due)
  return interval <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(item.last_done, today) / interval))
}
