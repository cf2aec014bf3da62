import { expect, test } from 'vitest'
import { completeItem, hasField, SETTABLE_FIELDS } from '#domain/fields.ts'
import { parseForm, toForm } from './form.ts'

const ITEM = completeItem({
  id: 't-1f3a',
  kind: 'todo' as const,
  title: 'File taxes',
  status: 'todo' as const,
  priority: 2,
  due: '2026-12-01',
  tags: ['money', 'home'],
  notes: '# Papers\n\n- W2\n',
  estimate: 90,
  created_at: '',
  updated_at: '',
  revision: 1,
})

test('a form shows the fields of its kind, and unchanged it changes nothing', () => {
  const form = toForm(ITEM)
  const [before, fields = '', ...notes] = form.split('---\n')
  expect(before).toBe('')
  const lines = fields.split('\n').slice(2, -1)
  expect(lines.map((line) => line.split(':')[0])).toEqual(
    SETTABLE_FIELDS.filter((name) => name !== 'notes' && hasField('todo', name)),
  )
  expect(lines.filter((line) => !line.endsWith(':'))).toEqual([
    'title: File taxes',
    'priority: 2',
    'due: 2026-12-01',
    'tags: money, home',
    'estimate: 1h30m',
  ])
  expect(notes).toEqual(['\n# Papers\n\n- W2\n'])
  expect(parseForm(ITEM, form)).toEqual({})
  expect(parseForm(ITEM, form.replaceAll('\n', '\r\n'))).toEqual({})
  expect(parseForm({ ...ITEM, notes: null }, toForm({ ...ITEM, notes: null }))).toEqual({})
})

test('only what differs is sent; an empty value clears', () => {
  const form = toForm(ITEM)
  expect(
    parseForm(ITEM, form.replace('due: 2026-12-01', 'due: next fri').replace('priority: 2', 'priority: p1')),
  ).toEqual({ due: 'next fri', priority: 1 })
  expect(
    parseForm(ITEM, form.replace('due: 2026-12-01', 'due:').replace('money, home', '').replace('1h30m', 'none')),
  ).toEqual({ due: null, tags: [], estimate: null })
  expect(parseForm(ITEM, form.replace('- W2', '- W2\n- more'))).toEqual({ notes: '# Papers\n\n- W2\n- more' })
  expect(parseForm(ITEM, form.replace('- W2', '---\nmore'))).toEqual({ notes: '# Papers\n\n---\nmore' })
  for (const cut of [form.slice(4), form.replace('\n---\n', '\n'), '', form.slice(0, form.lastIndexOf('---'))])
    expect(() => parseForm(ITEM, cut)).toThrow('the fields stand between two lines of ---')
  expect(parseForm(ITEM, form.slice(0, form.indexOf('# Papers')))).toEqual({ notes: null })
})

test('a line that is no field is named', () => {
  expect(() => parseForm(ITEM, toForm(ITEM).replace('every:', 'recipient: Mom'))).toThrow(
    'line 9 is no field of a todo: recipient: Mom',
  )
  expect(() => parseForm(ITEM, toForm(ITEM).replace('priority: 2', 'priority: 9'))).toThrow('a priority is a number')
})
