import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trackFrom } from '#contract/track.ts'
import type { Export, Import } from '#contract/types.ts'
import { anyDay, anyInterval } from '#domain/any-interval.ts'
import { hasField, type Item, LINE_FIELDS } from '#domain/fields.ts'
import { KIND, KINDS } from '#domain/kinds.ts'
import { toCsv } from '#formats/write-csv.ts'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer, useUser } from '#testing/fixtures.ts'
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

/** Those who share the spaces. */
const MEMBERS = ['cleo', 'eve']
const line = fc.option(word.filter((name) => !MEMBERS.includes(name))) // gifts for these are refused

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
    ...Object.fromEntries(LINE_FIELDS.map((name) => [name, line])),
    budget: fc.option(fc.integer({ min: 1, max: 99_999 }).map((cents) => cents / 100)),
    url: fc.option(fc.webUrl()),
    assigned: fc.option(fc.constantFrom(...MEMBERS)),
    turns: fc.option(fc.shuffledSubarray(MEMBERS, { minLength: 2 })),
    turn_rule: fc.constantFrom('next', 'fewest'),
    done_by: fc.option(fc.constantFrom(...MEMBERS)),
  })
  .map(({ kind, every, status, due, at, turn_rule, ...fields }) => {
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
      ...(isChore && fields.turns && { turn_rule }),
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

  const cleo = useUser(server, 'cleo')
  const eve = useUser(server, 'eve')
  let count = 0

  /** A new space of both. */
  async function share() {
    const name = `home-${++count}`
    await cleo.track.spaces.add({ name })
    await cleo.track.members.set({ name, user: eve.name, role: 'member' })
    await eve.track.spaces.join({ name })
    return name
  }

  /** The command line of cleo. */
  const commandLine = () =>
    createCommandLine(
      ({ space }) => trackFrom(({ name }, input, options) => cleo.track.call(name, input, { space, ...options })),
      { environment: { now: () => new Date(NOW) } },
    )

  /** What a space holds, and what another one does after an export in a format and an import. */
  async function moved(rows: readonly { kind: Item['kind'] }[], format: string) {
    const [from, to] = [await share(), await share()]
    await cleo.track.data.import(documentOf(rows), { space: from })
    const { track } = commandLine()
    expect(await track(`export --format ${format} -o ${from} --space ${from}`)).toMatchObject({ code: 0 })
    const name = format === 'json' ? 'track' : format
    expect(await track(`import ${from} --from ${name} --space ${to}`)).toMatchObject({ code: 0 })
    const documents = [
      await cleo.track.data.export({}, { space: from }),
      await cleo.track.data.export({}, { space: to }),
    ] as const
    for (const space of [from, to]) await cleo.track.spaces.remove({ name: space }) // one has at most twenty
    return documents
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
    await fc.assert(property, { numRuns: 25 })
  })

  it('carry over in todo.txt what a line of it can hold', async () => {
    const lost = ['budget', 'url', 'notes', ...LINE_FIELDS]
    const plain = anyAccount.map((rows) =>
      rows.map((row, n) => {
        const kept = Object.entries(row).filter(([name]) => !lost.includes(name))
        return { ...(Object.fromEntries(kept) as typeof row), title: `Thing ${n}` }
      }),
    )
    const property = fc.asyncProperty(plain, async (rows) => {
      const [before, after] = await moved(rows, 'todotxt')
      expect(contentOf(after, IDENTITY)).toEqual(contentOf(before, IDENTITY))
    })
    await fc.assert(property, { numRuns: 25 })
  })

  it.each(['json', 'csv', 'todotxt'])('tell in %s who is no member where it is imported', async (format) => {
    const space = await share()
    const item = { kind: 'chore' as const, title: 'Dishes', every: 'daily', created_at: CREATED, due: '2026-12-01' }
    const rows = [
      { ...item, assigned: 'eve', turns: ['eve', 'cleo'], done_by: 'cleo' },
      { ...item, title: 'Bins', assigned: 'eve' },
    ]
    await cleo.track.data.import(documentOf(rows), { space })
    const { track } = commandLine()
    await track(`export --format ${format} -o file --space ${space}`)
    const { err } = await track(`import file --from ${format === 'json' ? 'track' : format}`)
    expect(err).toContain('2 things were not understood:\n')
    expect(err).toContain('2 items: eve: is no member of this space, and is left out\n')
    expect(err).toContain('1 item: cleo: is no member of this space, and is left out\n')
    const { items } = await cleo.track.data.export()
    expect(items.map(({ title, assigned, turns, done_by }) => [title, assigned, turns, done_by])).toEqual([
      ['Dishes', null, null, null],
      ['Bins', null, null, null],
    ])
    await cleo.track.changes.undo({})
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

  it('Markdown says who does what', async () => {
    const space = await share()
    const turns = { turns: ['eve', 'cleo'], turn_rule: 'fewest' as const }
    await cleo.track.items.add(
      { kind: 'chore', title: 'Dishes', every: 'daily', due: '2026-12-01', ...turns },
      { space },
    )
    const { id } = await cleo.track.items.add({ kind: 'todo', title: 'Old' }, { space })
    await cleo.track.items.done({ id, by: 'eve' }, { space })
    const { out } = await commandLine().track(`export --format markdown --space ${space}`)
    expect(out).toContain('- [ ] Dishes (due 2026-12-01, daily, assigned to eve, turns eve → cleo by fewest)\n')
    expect(out).toContain('- [x] Old (done by eve)\n')
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
