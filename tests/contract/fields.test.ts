import { beforeAll, describe, expect, it } from 'vitest'
import type { AddInput } from '#contract/types.ts'
import type { FieldsInput, Item } from '#domain/fields.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('fields, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useUser(server, 'ann')
  let todo: Item
  let gift: Item
  beforeAll(async () => {
    todo = await track.items.add({ kind: 'todo', title: 'Todo' })
    gift = await track.items.add({ kind: 'gift', title: 'Gift' })
  })

  const set = async (fields: FieldsInput) =>
    track.items.update({
      id: 'recipient' in fields || 'budget' in fields || 'url' in fields || 'occasion' in fields ? gift.id : todo.id,
      ...fields,
    })
  async function refuses(field: keyof FieldsInput, values: unknown[]) {
    for (const value of values) {
      await expect(set({ [field]: value }), JSON.stringify(value)?.slice(0, 60)).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: expect.stringMatching(new RegExp(`^${field}(\\.\\d+)?$`)) }] },
      })
    }
  }

  it('titles are 1 to 500 characters after trimming, one line, without control characters', async () => {
    expect(await set({ title: '  Tidy up\t' })).toMatchObject({ title: 'Tidy up' })
    expect(await set({ title: 'x'.repeat(500) })).toMatchObject({ title: 'x'.repeat(500) })
    expect(await set({ title: '🎁'.repeat(500) })).toMatchObject({ title: '🎁'.repeat(500) })
    await refuses('title', [
      '',
      '   ',
      'x'.repeat(501),
      '🎁'.repeat(501),
      'a\nb',
      'a\r\nb',
      'a\u2028b',
      'a\u0000b',
      'a\u001b[31mb',
      'a\u009bb',
      'a\ud800',
      null,
      7,
      ['a'],
    ])
  })

  it('priorities go from 1 to 5', async () => {
    for (const priority of [1, 2, 4, 5, 3]) expect(await set({ priority })).toMatchObject({ priority })
    await refuses('priority', [0, 6, -1, 2.5, '1', null, Number.MAX_SAFE_INTEGER])
  })

  it('tags are trimmed, lower-cased, without doubles, at most 32 of at most 50 characters', async () => {
    expect(await set({ tags: [' Home ', 'HOME', 'Été', 'a b'] })).toMatchObject({ tags: ['home', 'été', 'a b'] })
    const most = Array.from({ length: 32 }, (_, i) => `tag-${i}`)
    expect(await set({ tags: most })).toMatchObject({ tags: most })
    expect(await set({ tags: [...most, ' TAG-0 '] })).toMatchObject({ tags: most })
    expect(await set({ tags: ['x'.repeat(50)] })).toMatchObject({ tags: ['x'.repeat(50)] })
    expect(await set({ tags: [] })).toMatchObject({ tags: [] })
    await refuses('tags', [[...most, 'one more'], ['x'.repeat(51)], [''], ['a\nb'], 'home', null, [7]])
  })

  it('notes are Markdown of at most 64 KiB; empty ones are none', async () => {
    expect(await set({ notes: '# Plan\r\n\n- one\t\n' })).toMatchObject({ notes: '# Plan\n\n- one\t\n' })
    expect(await set({ notes: 'x'.repeat(64 * 1024) })).toMatchObject({ notes: 'x'.repeat(64 * 1024) })
    expect(await set({ notes: ' \n ' })).toMatchObject({ notes: null })
    expect(await set({ notes: null })).toMatchObject({ notes: null })
    await refuses('notes', ['x'.repeat(64 * 1024 + 1), 'é'.repeat(32 * 1024 + 1), 'a\u0000b', 'a\u001bb', 7])
  })

  it('dates are read as people type them, and answered as days', async () => {
    const read = {
      tomorrow: '2026-03-11',
      fri: '2026-03-13',
      'next fri': '2026-03-20',
      'in 2 weeks': '2026-03-24',
      '+3d': '2026-03-13',
      eom: '2026-03-31',
      'jun 1': '2026-06-01',
      '2026-06-01': '2026-06-01',
      none: null,
    }
    for (const [due, day] of Object.entries(read)) expect(await set({ due }), due).toMatchObject({ due: day })
    expect(await set({ due: null })).toMatchObject({ due: null })
    await refuses('due', ['6/1', 'someday', '2026-02-30', 'tomorrow 3pm', '', 20260301, '2026-13-01', true])
    await expect(set({ due: '6/1' })).rejects.toMatchObject({
      message: expect.stringMatching(/1 June.*6 January|6 January.*1 June/),
    })
  })

  it('intervals become canonical', async () => {
    const read = {
      daily: 'daily',
      biweekly: '2 weeks',
      quarterly: '3 months',
      '2w': '2 weeks',
      '1 week': 'weekly',
      'thu,mon': 'mon,thu',
      'mon,tue,wed,thu,fri': 'weekdays',
      '10 d': '10 days',
    }
    for (const [every, canonical] of Object.entries(read))
      expect(await set({ every }), every).toMatchObject({ every: canonical })
    expect(await set({ every: null })).toMatchObject({ every: null, anchor: null })
    await refuses('every', ['', 'sometimes', '0 days', '-1 days', 7, '1.5 weeks'])
  })

  it('estimates are whole minutes, however they are typed', async () => {
    const read: [string | number, number][] = [
      ['5m', 5],
      ['1h30m', 90],
      ['2h', 120],
      ['1.5h', 90],
      [45, 45],
      ['45', 45],
      ['0.1h', 6],
    ]
    for (const [estimate, minutes] of read)
      expect(await set({ estimate }), String(estimate)).toMatchObject({ estimate: minutes })
    expect(await set({ estimate: null })).toMatchObject({ estimate: null })
    await refuses('estimate', [0, -5, 1.5, '-1h', 'soon', '', true])
  })

  it('budgets are kept exactly', async () => {
    for (const budget of [
      0, 0.01, 0.07, 0.1, 0.29, 0.57, 1.1, 1.15, 4.35, 8.2, 19.99, 1000.1, 1234567.89, 9999999.99,
    ]) {
      expect((await set({ budget })).budget).toBe(budget)
      expect((await track.items.get({ id: gift.id })).budget).toBe(budget)
    }
    expect(await set({ budget: '$49.90' })).toMatchObject({ budget: 49.9 })
    expect(await set({ budget: null })).toMatchObject({ budget: null })
    await refuses('budget', [-1, 0.001, 19.999, 0.1 + 0.2, 1e9, '1,000', '$', 'much', true])
  })

  it('links are http or https', async () => {
    expect(await set({ url: ' https://example.com/ü?a=1#b ' })).toMatchObject({ url: 'https://example.com/ü?a=1#b' })
    expect(await set({ url: 'http://localhost:8080' })).toMatchObject({ url: 'http://localhost:8080' })
    expect(await set({ url: null })).toMatchObject({ url: null })
    await refuses('url', [
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
    ])
  })

  it('recipient and occasion are single lines', async () => {
    expect(await set({ recipient: ' Mom ', occasion: 'Birthday' })).toMatchObject({
      recipient: 'Mom',
      occasion: 'Birthday',
    })
    await refuses('recipient', ['', 'a\nb', 7])
    await refuses('occasion', ['', 'a\u0007b', {}])
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
    expect(changed.created_at).toBe(todo.created_at)
    server.clock.advance(1000)
    expect(await set({ title: 'Later', notes: 'now', priority: changed.priority })).toEqual(changed)
    expect((await track.me.get()).revision).toBe(changed.revision)
  })
})
