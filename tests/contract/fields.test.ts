import { beforeAll, describe, expect, it } from 'vitest'
import type { AddInput, Import } from '#contract/types.ts'
import {
  type Fields,
  type FieldsInput,
  hasField,
  type Item,
  SETTABLE_FIELDS,
  type SettableField,
} from '#domain/fields.ts'
import { KINDS } from '#domain/kinds.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

interface FieldRule<Name extends SettableField> {
  rule: string
  /** What is written, and what the item then holds. */
  accepts: [FieldsInput[Name], Fields[Name]][]
  refuses: unknown[]
  /** Fields without which it may not be set. */
  beside?: FieldsInput
}

const unchanged = <T>(...values: T[]): [T, T][] => values.map((value) => [value, value])
const MAX_TAGS = Array.from({ length: 32 }, (_, i) => `tag-${i}`)
const LINE: unknown[] = [
  '',
  '   ',
  'a\nb',
  'a\r\nb',
  'a\u2028b',
  'a\u0000b',
  'a\u001b[31mb',
  'a\u009bb',
  'a\ud800',
  7,
  ['a'],
]

const RULES: { [Name in SettableField]: FieldRule<Name> } = {
  title: {
    rule: 'titles are 1 to 500 characters after trimming, one line, without control characters',
    accepts: [['  Tidy up\t', 'Tidy up'], ...unchanged('x'.repeat(500), '🎁'.repeat(500))],
    refuses: [...LINE, 'x'.repeat(501), '🎁'.repeat(501), null],
  },
  priority: {
    rule: 'priorities go from 1 to 5',
    accepts: unchanged(1, 2, 4, 5, 3),
    refuses: [0, 6, -1, 2.5, '1', null, Number.MAX_SAFE_INTEGER],
  },
  due: {
    rule: 'dates are read as people type them, and answered as days',
    accepts: [
      ['tomorrow', '2026-03-11'],
      ['fri', '2026-03-13'],
      ['next fri', '2026-03-20'],
      ['in 2 weeks', '2026-03-24'],
      ['+3d', '2026-03-13'],
      ['eom', '2026-03-31'],
      ['jun 1', '2026-06-01'],
      ['2026-06-01', '2026-06-01'],
      ['none', null],
      [null, null],
    ],
    refuses: ['6/1', 'someday', '2026-02-30', 'tomorrow 25:00', 'tomorrow at 3', '', 20260301, '2026-13-01', true],
  },
  at: {
    rule: 'times of day are read as people type them',
    accepts: [
      ['15:00', '15:00'],
      ['3pm', '15:00'],
      ['3:30 PM', '15:30'],
      ['at 9', '09:00'],
      ['9', '09:00'],
      ['noon', '12:00'],
      ['12am', '00:00'],
      ['08:05', '08:05'],
      ['none', null],
      [null, null],
    ],
    beside: { due: 'today' },
    refuses: ['', '25:00', '15:60', '13pm', 'at 3', 'soon', 'tomorrow 3pm', 900, true],
  },
  tags: {
    rule: 'tags are trimmed, lower-cased, without doubles, at most 32 of at most 50 characters',
    accepts: [
      [
        [' Home ', 'HOME', 'Été', 'a b'],
        ['home', 'été', 'a b'],
      ],
      [[...MAX_TAGS, ' TAG-0 '], MAX_TAGS],
      ...unchanged(MAX_TAGS, ['x'.repeat(50)], []),
    ],
    refuses: [[...MAX_TAGS, 'one more'], ['x'.repeat(51)], [''], ['a\nb'], 'home', null, [7]],
  },
  notes: {
    rule: 'notes are Markdown of at most 64 KiB; empty ones are none',
    accepts: [
      ['# Plan\r\n\n- one\t\n', '# Plan\n\n- one\t\n'],
      [' \n ', null],
      ...unchanged('x'.repeat(64 * 1024), null),
    ],
    refuses: ['x'.repeat(64 * 1024 + 1), 'é'.repeat(32 * 1024 + 1), 'a\u0000b', 'a\u001bb', 7],
  },
  every: {
    rule: 'intervals become canonical',
    accepts: [
      ['daily', 'daily'],
      ['biweekly', '2 weeks'],
      ['quarterly', '3 months'],
      ['2w', '2 weeks'],
      ['1 week', 'weekly'],
      ['thu,mon', 'mon,thu'],
      ['mon,tue,wed,thu,fri', 'weekdays'],
      ['10 d', '10 days'],
      [null, null],
    ],
    refuses: ['', 'sometimes', '0 days', '-1 days', 7, '1.5 weeks'],
  },
  last_done: {
    rule: 'the day when a chore was last done is today or before',
    accepts: [
      ['today', '2026-03-10'],
      ['yesterday', '2026-03-09'],
      ['2026-01-31', '2026-01-31'],
      ['none', null],
      [null, null],
    ],
    refuses: ['tomorrow', '2026-03-11', '6/1', 'once', '', 20260301],
  },
  project: {
    rule: 'projects are named by their slug',
    accepts: [[' House ', 'house'], ...unchanged('boat')],
    refuses: ['nowhere', '', null, 7],
  },
  feature: {
    rule: 'features are named by their id or a clear beginning of it',
    accepts: [['F-00', 'f-00aa'], ...unchanged('f-00aa', null)],
    refuses: ['f-ffff', 't-00aa', 'hull', '', 7],
  },
  estimate: {
    rule: 'estimates are whole minutes, however they are typed',
    accepts: [
      ['5m', 5],
      ['1h30m', 90],
      ['2h', 120],
      ['1.5h', 90],
      [45, 45],
      ['45', 45],
      ['0.1h', 6],
      [null, null],
    ],
    refuses: [0, -5, 1.5, '-1h', 'soon', '', true],
  },
  recipient: {
    rule: 'recipients are single lines',
    accepts: [[' Mom ', 'Mom'], ...unchanged('x'.repeat(200), null)],
    refuses: [...LINE, 'x'.repeat(201)],
  },
  occasion: {
    rule: 'occasions are single lines',
    accepts: [[' Birthday ', 'Birthday'], ...unchanged('x'.repeat(200), null)],
    refuses: [...LINE, 'x'.repeat(201)],
  },
  budget: {
    rule: 'budgets are kept exactly',
    accepts: [
      ...unchanged(0, 0.01, 0.07, 0.1, 0.29, 0.57, 1.1, 1.15, 4.35, 8.2, 19.99, 1000.1, 1234567.89, 9999999.99),
      ['$49.90', 49.9],
      [null, null],
    ],
    refuses: [-1, 0.001, 19.999, 0.1 + 0.2, 1e9, '1,000', '$', 'much', true],
  },
  assigned: {
    rule: "items are assigned to nobody in one's own space",
    accepts: unchanged(null),
    refuses: ['ann', 'nobody', '', 7, ['ann']],
  },
  turns: {
    rule: "chores are done in turn by nobody in one's own space",
    accepts: unchanged(null),
    refuses: [['ann', 'ben'], ['ann'], ['ann', 'ann'], [], 'ann,ben', 7],
  },
  turn_rule: {
    rule: 'how turns pass stands only beside turns',
    accepts: unchanged(null),
    refuses: ['next', 'fewest', 'last', 7],
  },
  url: {
    rule: 'links are http or https',
    accepts: [
      [' https://example.com/ü?a=1#b ', 'https://example.com/ü?a=1#b'],
      ...unchanged('http://localhost:8080', null),
    ],
    refuses: [
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'ftp://example.com',
      'file:///etc/passwd',
      'example.com',
      '//example.com',
      'https://',
      'https://a b',
      'http:foo',
      'https:/foo',
      'https:foo.example',
      'http:///foo',
      'https:\\\\foo',
      '',
    ],
  },
}

const created_at = '2026-03-01T00:00:00.000Z'
/** An item of each kind, two projects and a feature. */
const ITEMS: Import = {
  format: 'track',
  version: 1,
  projects: ['boat', 'house'].map((slug) => ({ slug, title: slug, type: 'engineering', created_at })),
  features: [{ id: 'f-00aa', project: 'boat', title: 'Hull', created_at }],
  items: [
    { id: 't-00aa', kind: 'todo', title: 'Todo', created_at },
    { id: 'c-00aa', kind: 'chore', title: 'Chore', every: 'weekly', created_at },
    { id: 'k-00aa', kind: 'task', title: 'Task', project: 'boat', created_at },
    { id: 's-00aa', kind: 'gift', title: 'Gift', created_at },
  ],
}

describe.each(VARIANTS)('fields, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useUser(server, 'ann')
  beforeAll(async () => {
    await track.data.import(ITEMS)
  })

  /** Sets a field of an item that has it. */
  function set(fields: FieldsInput): Promise<Item> {
    const kind = KINDS.find((one) => Object.keys(fields).every((name) => hasField(one, name as SettableField)))
    return track.items.update({ id: ITEMS.items.find((item) => item.kind === kind)!.id, ...fields })
  }

  it.each(SETTABLE_FIELDS.map((name) => [RULES[name].rule, name] as const))('%s', async (_, name) => {
    for (const [input, value] of RULES[name].accepts) {
      const item = await set({ ...RULES[name].beside, [name]: input })
      expect(item[name], JSON.stringify(input)?.slice(0, 60)).toEqual(value)
      expect(await track.items.get({ id: item.id })).toEqual(item)
    }
    for (const value of RULES[name].refuses) {
      await expect(set({ [name]: value }), JSON.stringify(value)?.slice(0, 60)).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: expect.stringMatching(new RegExp(`^${name}(\\.\\d+)?$`)) }] },
      })
    }
  })

  it('a date that could be two names both', async () => {
    await expect(set({ due: '6/1' })).rejects.toMatchObject({
      message: expect.stringMatching(/1 June.*6 January|6 January.*1 June/),
    })
  })

  it('what no longer recurs has no anchor', async () => {
    expect(await set({ every: 'daily', due: 'today' })).toMatchObject({ anchor: '2026-03-10' })
    expect(await set({ every: null })).toMatchObject({ every: null, anchor: null })
  })

  it('names every wrong field', async () => {
    const wrong = track.items.add({
      kind: 'todo',
      title: '',
      priority: 9,
      due: 'whenever',
      tags: [''],
      budget: 5,
      colour: 'red',
    } as AddInput)
    const { details } = await wrong.catch((error) => error)
    expect(details.errors.map((error: { path: string }) => error.path).toSorted()).toEqual([
      'budget',
      'colour',
      'due',
      'priority',
      'tags.0',
      'title',
    ])
  })

  it('names what a kind needs together with what is wrong', async () => {
    const paths = async (input: object) =>
      ((await track.items.add(input as AddInput).catch((error) => error)).details.errors as { path: string }[])
        .map(({ path }) => path)
        .toSorted()
    expect(await paths({ kind: 'chore', title: 'x', priority: 9 })).toEqual(['every', 'priority'])
    expect(await paths({ kind: 'task', title: '', budget: 5 })).toEqual(['budget', 'project', 'title'])
  })

  it('moves updated_at and the revision with each change, and with nothing else', async () => {
    server.clock.advance(1000)
    const changed = await set({ title: 'Later', notes: 'now' })
    expect(changed.updated_at).toBe('2026-03-10T12:00:01.000Z')
    expect(changed.created_at).toBe(created_at)
    server.clock.advance(1000)
    expect(await set({ title: 'Later', notes: 'now', priority: changed.priority })).toEqual(changed)
    expect((await track.me.get()).revision).toBe(changed.revision)
  })
})
