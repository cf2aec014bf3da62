import { addDays, type Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { completeItem, type Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'

export const TODAY: Day = '2026-11-22'
const day = (n: number) => addDays(TODAY, n)
const at = '2026-11-02T08:00:00.000Z'
let made = 0

export function item(kind: Kind, title: string, fields: Partial<Item> = {}): PlacedItem {
  made++
  return completeItem({
    id: `${kind.charAt(0)}-${made.toString(16).padStart(4, '0')}`,
    kind,
    title,
    status: 'todo' as const,
    created_at: at,
    updated_at: at,
    revision: made,
    position: `a${String(made).padStart(3, '0')}`,
    ...fields,
  })
}

export const ITEMS = [
  item('todo', 'Renew the car insurance', { due: day(-3), priority: 1, estimate: 20, tags: ['admin'] }),
  item('chore', 'Replace the HVAC filter', { due: day(-1), every: '3 months', last_done: day(-93), estimate: 10 }),
  item('todo', 'File taxes', { due: TODAY, priority: 1, estimate: 60, tags: ['admin', 'money'], every: 'yearly' }),
  item('todo', 'Call the dentist', { due: TODAY, priority: 2, estimate: 5, tags: ['health'] }),
  item('chore', 'Water the plants', { due: TODAY, every: 'weekly', last_done: day(-7), estimate: 15 }),
  item('gift', 'Wool scarf, the green one', {
    due: TODAY,
    priority: 2,
    status: 'doing',
    bought_on: day(-2),
    recipient: 'Mom',
    occasion: 'birthday',
    budget: 50,
  }),
  item('task', 'Seal the worktop edges before the sink goes in, twice, and let it dry', {
    status: 'doing',
    project: 'kitchen-reno',
    feature: 'f-0001',
    estimate: 80,
  }),
  item('todo', 'Ask about the school place', { priority: 2 }),
  item('shopping', 'Smoke detector batteries', { priority: 2, budget: 12 }),
]

/** Rows that try the layout. */
export const ODD = [
  item('chore', 'Clean the coffee machine', { due: day(5), every: '2 weeks', last_done: day(-3), estimate: 20 }),
  item('chore', 'Test the smoke detectors', { due: day(20), every: '6 months' }),
  item('grocery', 'Oat milk', { due: TODAY, every: 'weekly', tags: ['corner shop', 'vegan'] }),
  item('shopping', 'Winter tyres', { due: day(14), budget: 1480.5, tags: ['car'] }),
  item('gift', 'Concert tickets', { due: day(32), recipient: 'Eve', occasion: 'anniversary', budget: 120 }),
  item('gift', 'Pocket knife', { status: 'done', recipient: 'Dad', bought_on: day(-9), budget: 39.9 }),
  item('todo', 'Standup notes', { due: day(1), every: 'weekdays', estimate: 10, status: 'done' }),
  item('todo', 'Low as can be', { priority: 5, due: day(-400) }),
  item('todo', `Long word ${'Donaudampfschifffahrt'.repeat(23)}`, {
    tags: ['a'.repeat(50), 'b'.repeat(50), 'c'.repeat(50)],
    due: day(4),
    estimate: 100_000,
  }),
  item('todo', 'לקנות מתנה לאמא לפני יום שישי', { tags: ['משפחה'], due: day(-2) }),
  item('todo', '👩‍👩‍👧‍👦 🏳️‍🌈 🎉 Plan the party 🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂🎂', {
    tags: ['🎈'],
    priority: 2,
  }),
]
