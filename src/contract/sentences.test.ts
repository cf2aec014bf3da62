import { describe, expect, test } from 'vitest'
import type { EFFECTS } from '#domain/effects/effects.ts'
import { completeItem, FIELD_NAMES, ITEM_FIELDS, type Item, SETTABLE_FIELDS } from '#domain/fields.ts'
import { type Kind, KINDS } from '#domain/kinds.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { PastVerb } from './operation.ts'
import { allOperations } from './operations.ts'
import {
  describeItemOperation,
  describeWrite,
  type DescribedWrite,
  nameSome,
  originalOperation,
  type WriteDescription,
} from './sentences.ts'
import type { Difference } from './types.ts'

const item = (fields: Partial<Item> = {}): Item =>
  completeItem({ id: 't-1', kind: 'todo', title: 'Lamp', status: 'todo', ...fields })
const project = (fields: Partial<Project> = {}) =>
  ({ slug: 'boat', title: 'Boat', type: 'general', status: 'active', notes: null, ...fields }) as Project
const feature = (fields: Partial<Feature> = {}) =>
  ({ id: 'f-1', project: 'boat', title: 'Hull', status: 'todo', notes: null, ...fields }) as Feature

const difference = <T extends object>(before: T | null, after: T | null): Difference<T> => {
  const { id, slug } = (after ?? before) as { id?: string; slug?: string }
  return { id: id ?? slug!, before, after }
}
const write = (op: string, fields: Partial<DescribedWrite> = {}): DescribedWrite => ({
  op,
  items: [],
  projects: [],
  features: [],
  ...fields,
})
const ofItem = (op: string, before: Partial<Item> | null, after: Partial<Item> | null) =>
  write(op, { items: [difference(before && item(before), after && item(after))] })

/** Everything but fields, as one line: `undid: done item t-1 Lamp + added item t-2 Lamp`. */
function line({ undo, verb, subjects, object, along }: WriteDescription): string {
  const nameOf = ({ entity, id, title }: WriteDescription['subjects'][number]) => `${entity} ${id} ${title}`
  const about = object ? [object, ...subjects.map(nameOf)].join(' / ') : subjects.map(nameOf).join()
  const others = along.map((one) => ` + ${one.verb} ${nameOf(one)}`).join('')
  return `${undo ? `${undo}: ` : ''}${verb} ${about}${others}`
}

/** A write of each operation. A new operation that changes entities does not compile until it stands here. */
const SAMPLES: Record<keyof typeof EFFECTS, [DescribedWrite, string]> = {
  'items.add': [ofItem('items.add', null, {}), 'added item t-1 Lamp'],
  'items.update': [ofItem('items.update', {}, { last_done: '2026-01-01' }), 'changed item t-1 Lamp'],
  'items.remove': [ofItem('items.remove', {}, null), 'removed item t-1 Lamp'],
  'items.done': [
    write('items.done', {
      items: [difference(null, item({ id: 't-0' })), difference(item(), item({ status: 'done', next: 't-0' }))],
    }),
    'done item t-1 Lamp + added item t-0 Lamp',
  ],
  'items.start': [ofItem('items.start', {}, { status: 'doing' }), 'started item t-1 Lamp'],
  'items.cancel': [ofItem('items.cancel', {}, { status: 'canceled' }), 'canceled item t-1 Lamp'],
  'items.reopen': [ofItem('items.reopen', { status: 'done' }, {}), 'reopened item t-1 Lamp'],
  'items.skip': [ofItem('items.skip', { due: '2026-01-01' }, { due: '2026-01-08' }), 'skipped item t-1 Lamp'],
  'items.move': [ofItem('items.move', { priority: 3 }, { priority: 1 }), 'moved item t-1 Lamp'],
  'items.convert': [
    write('items.convert', {
      items: [difference(item({ id: 't-1' }), null), difference(null, item({ id: 's-1', kind: 'gift' }))],
    }),
    'converted item s-1 Lamp + removed item t-1 Lamp',
  ],
  'order.set': [
    write('order.set', { items: [difference(item(), item()), difference(item({ id: 't-2' }), item({ id: 't-2' }))] }),
    'reordered 2 items / item t-1 Lamp / item t-2 Lamp',
  ],
  'projects.add': [write('projects.add', { projects: [difference(null, project())] }), 'added project boat Boat'],
  'projects.update': [
    write('projects.update', { projects: [difference(project(), project({ status: 'archived' }))] }),
    'archived project boat Boat',
  ],
  'projects.remove': [
    write('projects.remove', {
      projects: [difference(project(), null)],
      features: [difference(feature(), null)],
      items: [difference(item(), null)],
    }),
    'removed project boat Boat + removed feature f-1 Hull + removed item t-1 Lamp',
  ],
  'features.add': [write('features.add', { features: [difference(null, feature())] }), 'added feature f-1 Hull'],
  'features.update': [
    write('features.update', { features: [difference(feature({ title: 'Keel' }), feature())] }),
    'changed feature f-1 Hull',
  ],
  'features.remove': [
    write('features.remove', {
      features: [difference(feature(), null)],
      items: [difference(item({ feature: 'f-1' }), item())],
    }),
    'removed feature f-1 Hull + changed item t-1 Lamp',
  ],
}

describe('a write by its operation', () => {
  test.each(Object.entries(SAMPLES))('%s', (_op, [change, expected]) =>
    expect(line(describeWrite(change))).toBe(expected),
  )

  test.each(Object.entries(SAMPLES))('%s undone and redone, its operation known', (op, [change, expected]) => {
    const swap = <T>(all: readonly Difference<T>[]) =>
      all.map(({ id, before, after }) => ({ id, before: after, after: before }))
    const undo = { op: 'changes.undo', items: swap(change.items!), projects: swap(change.projects) }
    expect(line(describeWrite({ ...undo, features: swap(change.features) }, op))).toBe(`undid: ${expected}`)
    expect(line(describeWrite({ ...change, op: 'changes.redo' }, op))).toBe(`redid: ${expected}`)
  })

  test('each operation that writes is described, with or without entities', () => {
    const writes = allOperations.filter(({ method, name }) => method !== 'GET' && name !== 'changes.undo')
    const undescribed = writes.filter(({ name }) => {
      const sample = SAMPLES[name as keyof typeof EFFECTS]?.[0]
      const bulk = ['batch.run', 'data.import'].includes(name) ? ofItem(name, null, {}) : undefined
      return describeWrite(sample ?? bulk ?? write(name)).verb === 'ran'
    })
    expect(undescribed.map(({ name }) => name)).toEqual([])
    expect(allOperations.filter(({ batch, name }) => batch && !(name in SAMPLES))).toEqual([])
  })

  test.each([
    ['me.update', 'set the time zone'],
    ['calendar.rotate', 'replaced the calendar address'],
    ['users.rotate', 'replaced an API key'],
    ['users.invite', 'ran users.invite'],
  ])('%s changes no entity', (op, expected) => expect(line(describeWrite(write(op)))).toBe(expected))

  test('a write that is too large to tell', () => {
    const tooLarge = (op: string, originalOp?: string) => line(describeWrite(write(op, { items: null }), originalOp))
    expect(tooLarge('batch.run')).toBe('changed a great many items')
    expect(tooLarge('data.import')).toBe('imported a great many items')
    expect(tooLarge('changes.undo', 'data.import')).toBe('undid: imported a great many items')
    expect(tooLarge('changes.redo')).toBe('redid: changed a great many items')
    const removed = write('projects.remove', { projects: [difference(project(), null)], items: null })
    expect(line(describeWrite(removed))).toBe('removed project boat Boat')
  })
})

describe('what became of an entity, whichever operation it was', () => {
  test.each<[Partial<Item> | null, Partial<Item> | null, PastVerb]>([
    [null, {}, 'added'],
    [{}, null, 'removed'],
    [{}, {}, 'moved'],
    [{}, { title: 'Bulb' }, 'changed'],
    [{}, { status: 'doing' }, 'started'],
    [{}, { status: 'canceled' }, 'canceled'],
    [{ status: 'done' }, {}, 'reopened'],
    [{}, { status: 'done' }, 'done'],
    [{ kind: 'chore' }, { kind: 'chore', last_done: '2026-01-01' }, 'done'],
    [{ kind: 'chore', last_done: '2026-01-01' }, { kind: 'chore' }, 'changed'],
    [{ kind: 'gift' }, { kind: 'gift', status: 'doing', bought_on: '2026-01-01' }, 'bought'],
    [{ kind: 'gift', status: 'doing' }, { kind: 'gift', status: 'doing', bought_on: '2026-01-01' }, 'bought'],
    [{ kind: 'gift' }, { kind: 'gift', status: 'done', bought_on: '2026-01-01' }, 'given'],
  ])('%o to %o', (before, after, verb) => {
    expect(describeWrite(ofItem('batch.run', before, after)).verb).toBe(verb)
  })

  test.each<[Kind, PastVerb]>([
    ['todo', 'done'],
    ['chore', 'done'],
    ['task', 'done'],
    ['gift', 'given'],
    ['shopping', 'bought'],
    ['grocery', 'bought'],
  ])('a %s is %s', (kind, verb) => {
    expect(KINDS).toContain(kind)
    for (const op of ['items.done', 'batch.run'])
      expect(describeWrite(ofItem(op, { kind }, { kind, status: 'done' })).verb).toBe(verb)
  })

  test('projects and features', () => {
    const changed = (before: Partial<Project>, after: Partial<Project>) =>
      describeWrite(write('projects.update', { projects: [difference(project(before), project(after))] }))
    expect(changed({}, { status: 'done' }).verb).toBe('done')
    expect(changed({ status: 'archived' }, { status: 'active' }).verb).toBe('reopened')
    expect(changed({}, { type: 'engineering' }).subjects[0]!.fields).toEqual([
      { name: 'type', label: 'Type', type: 'line', before: 'general', after: 'engineering' },
    ])
    const done = write('features.update', { features: [difference(feature(), feature({ status: 'done' }))] })
    expect(line(describeWrite(done))).toBe('done feature f-1 Hull')
  })
})

describe('fields', () => {
  const before = item()
  const changed = (name: keyof Item) => {
    const after = { ...before, [name]: name === 'tags' ? ['a'] : 'new' }
    return describeWrite(write('items.update', { items: [difference(before, after)] })).subjects[0]!
  }

  test.each(SETTABLE_FIELDS)('%s is described by its label, old and new value', (name) => {
    const { label, type } = ITEM_FIELDS[name]
    const value = name === 'tags' ? ['a'] : 'new'
    expect(changed(name).fields).toEqual([{ name, label, type, before: before[name], after: value }])
  })

  const derived = FIELD_NAMES.filter((name) => !(SETTABLE_FIELDS as string[]).includes(name))
  test.each(derived.filter((name) => name !== 'revision' && name !== 'updated_at'))('%s is implied', (name) => {
    expect(changed(name).fields).toEqual([])
    expect(changed(name).implied).toMatchObject([{ name }])
  })

  test('what the verb sets is implied', () => {
    const chore = { kind: 'chore', due: '2026-01-01', last_done: null } as const
    const done = { kind: 'chore', due: '2026-01-08', last_done: '2026-01-01', title: 'Sweep' } as const
    const [subject] = describeWrite(ofItem('batch.run', chore, done)).subjects
    expect(subject!.fields.map(({ name }) => name)).toEqual(['title'])
    expect(subject!.implied.map(({ name }) => name)).toEqual(['due', 'last_done'])
    const [skipped] = describeWrite(ofItem('items.skip', { due: '2026-01-01' }, { due: '2026-01-08' })).subjects
    expect(skipped).toMatchObject({ fields: [], implied: [{ before: '2026-01-01', after: '2026-01-08' }] })
  })

  test('an undo has the values of what it undid', () => {
    const undo = describeWrite(ofItem('changes.undo', { priority: 1 }, { priority: 3 }))
    expect(undo.subjects[0]!.fields).toMatchObject([{ label: 'Priority', before: 3, after: 1 }])
  })
})

describe('several entities', () => {
  test('share a verb or are changed, and are counted', () => {
    const add = (id: string) => difference(null, item({ id, title: id }))
    const added = describeWrite(write('batch.run', { items: [add('t-1'), add('t-2'), add('t-3')] }))
    expect(added).toMatchObject({ verb: 'added', object: '3 items' })
    expect(nameSome(added.subjects, 2)).toMatchObject({ named: [{ title: 't-1' }, { title: 't-2' }], more: 1 })
    const mixed = { projects: [difference(null, project())], features: [difference(null, feature())] }
    expect(describeWrite(write('batch.run', { ...mixed, items: [difference(item(), null)] }))).toMatchObject({
      verb: 'changed',
      object: '1 project, 1 feature and 1 item',
      subjects: [{ verb: 'added' }, { verb: 'added' }, { verb: 'removed' }],
    })
  })

  test('the next copies of what recurs come along', () => {
    const items = [
      difference(item(), item({ status: 'done', next: 't-3' })),
      difference(item({ id: 't-2' }), item({ id: 't-2', status: 'done' })),
      difference(null, item({ id: 't-3' })),
    ]
    expect(line(describeWrite(write('batch.run', { items })))).toBe(
      'done 2 items / item t-1 Lamp / item t-2 Lamp + added item t-3 Lamp',
    )
  })

  test('an operation on each of several items, before it is written', () => {
    const both = ['t-1', 't-2'].map((id) => difference(item({ id }), item({ id, priority: 1 })))
    expect(describeItemOperation('items.skip', both)).toMatchObject({ verb: 'skipped', object: '2 items' })
    const [first] = describeItemOperation('items.update', both).subjects
    expect(first!.fields).toMatchObject([{ label: 'Priority', after: 1 }])
    const converted = describeItemOperation('items.convert', [difference(item(), item({ kind: 'gift' }))])
    expect(converted.subjects[0]!.converted).toEqual({ from: 'todo', to: 'gift' })
  })
})

test('a conversion names both kinds, for the new item and the old one', () => {
  const { subjects, along } = describeWrite(SAMPLES['items.convert'][0])
  for (const { converted } of [...subjects, ...along]) expect(converted).toEqual({ from: 'todo', to: 'gift' })
})

test('the original operation is found through undos, unless one is missing', () => {
  const journal = [
    { revision: 9, op: 'changes.redo', undoes: 8 },
    { revision: 8, op: 'changes.undo', undoes: 4 },
    { revision: 4, op: 'items.skip', undoes: null },
  ]
  expect(journal.map((change) => originalOperation(change, journal))).toEqual(Array(3).fill('items.skip'))
  expect(originalOperation(journal[0]!, journal.slice(0, 2))).toBeUndefined()
})
