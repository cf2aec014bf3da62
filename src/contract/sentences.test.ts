import { describe, expect, test } from 'vitest'
import { completeItem, FIELD_NAMES, ITEM_FIELDS, type Item, SETTABLE_FIELDS } from '#domain/fields.ts'
import { type Kind, KINDS } from '#domain/kinds.ts'
import type { Feature, Project } from '#domain/projects.ts'
import {
  describeItemOperation,
  describeWrite,
  type DescribedWrite,
  nameSome,
  originalOperation,
  type PastVerb,
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

describe('a write by its operation', () => {
  test.each([
    ['me.update', 'changed the settings'],
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
    expect(changed({}, { status: 'archived' }).verb).toBe('archived')
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

  test('are reordered together', () => {
    const items = ['t-1', 't-2'].map((id) => difference(item({ id }), item({ id })))
    expect(line(describeWrite(write('order.set', { items })))).toBe('reordered 2 items / item t-1 Lamp / item t-2 Lamp')
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
    const one = write('items.done', { items: [items[2]!, items[0]!] })
    expect(line(describeWrite(one))).toBe('done item t-1 Lamp + added item t-3 Lamp')
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
  const items = [difference(item(), null), difference(null, item({ id: 's-1', kind: 'gift' }))]
  const { subjects, along } = describeWrite(write('items.convert', { items }))
  expect([subjects, along]).toMatchObject([[{ id: 's-1' }], [{ id: 't-1' }]])
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
