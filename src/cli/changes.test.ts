import { expect, test } from 'vitest'
import { describeWrite } from '#contract/sentences.ts'
import type { Change, Difference } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { formatWrite } from './changes.ts'
import { createDateFormat } from './date-format.ts'

const DATES = createDateFormat({ day: '2026-03-10', time: '12:00' }, () => ({ day: '', time: '' }), true)

const item = (fields: Partial<Item>) =>
  ({
    id: 't-1',
    kind: 'todo',
    title: 'a',
    status: 'todo',
    last_done: null,
    bought_on: null,
    due: null,
    ...fields,
  }) as Item
const difference = (before: Partial<Item> | null, after: Partial<Item> | null): Difference<Item> => ({
  id: (after ?? before)!.id ?? 't-1',
  before: before && item(before),
  after: after && item(after),
})
const describe = (op: string, items: Difference<Item>[] | null, more: Partial<Change> = {}) =>
  formatWrite(describeWrite({ op, items, projects: [], features: [], ...more }), DATES)

test('one item, by its operation', () => {
  expect(describe('items.add', [difference(null, {})])).toBe('added t-1  a')
  expect(describe('items.update', [difference({}, { due: '2026-01-01', title: 'b' })])).toBe(
    'changed t-1  b (title "a" → "b", due none → 1 Jan)',
  )
  expect(describe('items.done', [difference(null, { id: 't-2' }), difference({}, { status: 'done' })])).toBe(
    'done t-1  a',
  )
  expect(
    describe('items.done', [difference({ kind: 'gift' }, { kind: 'gift', status: 'doing', bought_on: '2026-01-01' })]),
  ).toBe('bought t-1  a')
  expect(describe('items.convert', [difference({}, null), difference(null, { id: 'k-1', kind: 'task' })])).toBe(
    'converted k-1  a to a task',
  )
  expect(describe('items.remove', [difference({}, null)])).toBe('removed t-1  a')
})

test('each field with its old and its new value', () => {
  const changed = (before: Partial<Item>, after: Partial<Item>) =>
    describe('items.update', [difference(before, after)]).replace('changed t-1  a ', '')
  expect(changed({ due: '2026-03-08' }, { due: null })).toBe('(due 8 Mar → none)')
  expect(changed({ estimate: 90, priority: 3 }, { estimate: 120, priority: 1 })).toBe(
    '(estimate 1h30m → 2h, priority 3 → 1)',
  )
  expect(changed({ every: 'weekly' }, { every: '2 weeks' })).toBe('(repeats weekly → every 2 weeks)')
  expect(changed({ tags: ['a', 'b'] }, { tags: ['b', 'c'] })).toBe('(+#c -#a)')
  expect(changed({ tags: ['a', 'b'] }, { tags: ['b', 'a'] })).toBe('(tags put in order)')
  expect(changed({ notes: null }, { notes: 'long' })).toBe('(notes added)')
  expect(changed({ budget: 5 }, { budget: 19.9 })).toBe('(budget $5 → $19.90)')
})

test('several, by what became of them', () => {
  const six = Array.from({ length: 6 }, (_, i) => difference(null, { id: `t-${i}`, title: `n${i}` }))
  expect(describe('batch.run', six)).toBe('added 6 items: n0, n1, n2, n3, n4 and 1 more')
  expect(describe('batch.run', [difference({}, { status: 'done' }), difference({}, null)])).toBe(
    'changed 2 items: a, a',
  )
  expect(describe('batch.run', [difference({}, { status: 'canceled' })])).toBe('canceled t-1  a')
  expect(describe('batch.run', [difference({ last_done: null }, { last_done: '2026-01-01' })])).toBe('done t-1  a')
  expect(describe('order.set', [difference({}, {}), difference({}, {})])).toBe('reordered 2 items: a, a')
  expect(describe('changes.redo', [difference({}, { status: 'doing' })])).toBe('started t-1  a')
})

test('settings, and what is too much to tell', () => {
  expect(describe('me.update', [])).toBe('changed the settings')
  expect(describe('users.role', [])).toBe('ran users.role')
  expect(describe('batch.run', null)).toBe('changed a great many items')
})
