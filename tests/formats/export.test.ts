import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Export, Import } from '#contract/types.ts'
import { anyDay, anyInterval } from '#domain/any-interval.ts'
import { hasField, type Item } from '#domain/fields.ts'
import { KIND, KINDS } from '#domain/kinds.ts'
import { toCsv } from '#formats/write-csv.ts'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { anyWrite, applyWrite } from '#testing/random-writes.ts'

const NOW = '2026-11-27T17:00:00Z'
const CREATED = '2026-01-01T12:00:00.000Z'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((one) => one.trim() === one)
/** Titles as people write them, some of which look like something else. */
const title = fc.oneof(
  fc.constantFrom('=1+1', '@home', "'=x", '-3', '+1 555', 'a, b', 'say "x"', 'Ünï çödé', '東京', 'x (A) y', '# no'),
  fc.lorem({ maxCount: 4 }),
)
const notes = fc.option(
  fc.oneof(fc.constantFrom('- [ ] box\n- [x] done', '  indented', '=SUM(A1)', 'a\n\nb', 'tab\there'), text),
)
const word = fc.stringMatching(/^[a-z]{1,8}$/)

const anyItem = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    title,
    notes,
    priority: fc.integer({ min: 1, max: 5 }),
    due: fc.option(anyDay),
    at: fc.option(fc.constantFrom('09:30', '00:00', '23:59', '12:05')),
    every: fc.option(anyInterval),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    status: fc.constantFrom('todo', 'doing', 'done', 'canceled'),
    estimate: fc.option(fc.integer({ min: 1, max: 1000 })),
    recipient: fc.option(word),
    budget: fc.option(fc.integer({ min: 1, max: 99_999 }).map((cents) => cents / 100)),
    url: fc.option(fc.webUrl()),
  })
  .map(({ kind, every, status, due, at, ...fields }) => {
    const own = Object.entries(fields).filter(([name]) => hasField(kind, name as keyof Item))
    const isClosed = status === 'done' || status === 'canceled'
    const isChore = kind === 'chore'
    return {
      ...Object.fromEntries(own),
      kind,
      status: isChore && status === 'done' ? 'todo' : status,
      every: isChore ? (every ?? 'weekly') : every,
      due: due ?? (isChore || every ? '2026-12-01' : null),
      at: due && at,
      ...(kind === 'task' && { project: 'boat' }),
      ...(isClosed && !(isChore && status === 'done') && { done_at: '2026-03-01T12:00:00.000Z' }),
      created_at: CREATED,
    }
  })

const documentOf = (rows: readonly { kind: Item['kind'] }[]) =>
  ({
    format: 'track',
    version: 1,
    projects: [{ slug: 'boat', title: 'boat', created_at: CREATED }],
    features: [],
    items: rows.map((row, n) => ({ ...row, id: `${KIND[row.kind].prefix}-${(n + 0x1000).toString(16)}` })),
  }) as unknown as Import

describe('export and import', () => {
  const server = useTestServer('direct', { at: NOW })
  const ann = useNewUser(server)
  const anyAccount = fc.array(anyItem, { minLength: 1, maxLength: 12 })

  /** What an account holds after export in a format and import into a new account. */
  async function moved(rows: readonly { kind: Item['kind'] }[], format: string) {
    const from = await server.addAnyUser()
    const to = await server.addAnyUser()
    await from.track.data.import(documentOf(rows))
    const environment = { now: () => new Date(NOW) }
    const there = createCommandLine(from.track, { environment })
    expect(await there.track(`export --format ${format} -o file`)).toMatchObject({ code: 0 })
    const here = createCommandLine(to.track, { environment })
    here.files.set('file', there.files.get('file')!)
    const name = format === 'json' ? 'track' : format
    expect(await here.track(`import file --from ${name}`)).toMatchObject({ code: 0 })
    return [await from.track.data.export(), await to.track.data.export()] as const
  }

  const contentOf = ({ items }: Export, left: readonly (keyof Item)[]) =>
    items.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => !left.includes(name as keyof Item))))
  const IDENTITY = ['id', 'updated_at', 'revision', 'anchor'] as const

  it('carry everything over in JSON', async () => {
    const property = fc.asyncProperty(anyAccount, async (rows) => {
      const [before, after] = await moved(rows, 'json')
      expect(contentOf(after, ['updated_at', 'revision'])).toEqual(contentOf(before, ['updated_at', 'revision']))
      expect(after.projects.map(({ slug, title: name }) => [slug, name])).toEqual([['boat', 'boat']])
    })
    await fc.assert(property, { numRuns: 25 })
  })

  it('carry over in JSON whatever was done to an account', async () => {
    const property = fc.asyncProperty(fc.array(anyWrite, { minLength: 20, maxLength: 60 }), async (writes) => {
      const [from, to] = [await server.addAnyUser(), await server.addAnyUser()]
      for (const write of writes) await applyWrite(from.track, write)
      const document = await from.track.data.export()
      await to.track.data.import(document)
      const again = await to.track.data.export()
      expect(contentOf(again, ['updated_at', 'revision'])).toEqual(contentOf(document, ['updated_at', 'revision']))
      expect(again.features.map(({ id, title }) => [id, title])).toEqual(
        document.features.map(({ id, title }) => [id, title]),
      )
      expect(again.projects.map(({ slug, status }) => [slug, status])).toEqual(
        document.projects.map(({ slug, status }) => [slug, status]),
      )
    })
    await fc.assert(property, { numRuns: 10 })
  })

  it('carry all but ids and anchors over in CSV', async () => {
    const property = fc.asyncProperty(anyAccount, async (rows) => {
      const [before, after] = await moved(rows, 'csv')
      expect(contentOf(after, IDENTITY)).toEqual(contentOf(before, IDENTITY))
    })
    await fc.assert(property, { numRuns: 40 })
  })

  it('carry over in todo.txt what a line of it can hold', async () => {
    const plain = anyAccount.map((rows) =>
      rows.map((row, n) => ({ ...row, title: `Thing ${n}`, budget: null, url: null, recipient: null, notes: null })),
    )
    const property = fc.asyncProperty(plain, async (all) => {
      const rows = all.map(({ budget: _, url: _u, recipient: _r, notes: _n, ...row }) => row)
      const [before, after] = await moved(rows, 'todotxt')
      expect(contentOf(after, IDENTITY)).toEqual(contentOf(before, IDENTITY))
    })
    await fc.assert(property, { numRuns: 40 })
  })

  it('write no cell that begins a formula', async () => {
    const property = fc.asyncProperty(anyAccount, async (rows) => {
      const { track } = await server.addAnyUser()
      await track.data.import(documentOf(rows))
      for (const cell of toCsv(await track.data.export()).split(/,|\r\n/)) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/)
    })
    await fc.assert(property, { numRuns: 20 })
  })

  it('Markdown has a list for each pool and project', async () => {
    const { track } = ann
    await track.projects.add({ title: 'Boat', type: 'engineering', notes: 'By spring' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    await track.items.add({
      kind: 'task',
      title: 'Sand *it*',
      feature: hull.id,
      estimate: 90,
      notes: 'twice\n\nor more',
    })
    const old = await track.items.add({ kind: 'todo', title: 'Old' })
    await track.items.done({ id: old.id })
    await track.items.add({ kind: 'todo', title: 'Call', due: '2026-12-01 15:00', priority: 1, tags: ['phone'] })
    await track.items.add({ kind: 'chore', title: 'Bins', every: 'tue' })
    const { out } = await createCommandLine(track).track('export --format markdown')
    expect(out).toBe(
      [
        '# Track, 2026-11-27',
        '',
        '## Todos',
        '',
        '- [ ] Call (P1, due 2026-12-01 15:00, #phone)',
        '- [x] Old',
        '',
        '## Chores',
        '',
        '- [ ] Bins (due 2026-12-01, every tue)',
        '',
        '## Boat',
        '',
        'By spring',
        '',
        '### Hull',
        '',
        '- [ ] Sand \\*it\\* (1h30m)',
        '',
        '  twice',
        '',
        '  or more',
        '',
      ].join('\n'),
    )
  })

  it('replace no file without --force', async () => {
    const { track, files } = createCommandLine(ann.track)
    files.set('track.json', 'mine')
    expect(await track('export -o track.json')).toEqual({
      code: 1,
      out: '',
      err: 'error: track.json exists already; nothing was written\nhint: To replace it, add --force.\n',
    })
    expect(files.get('track.json')).toBe('mine')
    expect(await track('export -o track.json --force')).toMatchObject({ code: 0, out: 'wrote track.json\n' })
    expect(files.get('track.json')).toContain('"format": "track"')
  })
})
