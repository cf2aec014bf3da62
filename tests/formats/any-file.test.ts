import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TrackError } from '#domain/errors.ts'
import { FIELD_NAMES } from '#domain/fields.ts'
import { KINDS } from '#domain/kinds.ts'
import { readExport } from '#formats/read.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'

const FOLDER = new URL('fixtures/', import.meta.url)
const files = readdirSync(FOLDER).filter((name) => /\.(?:json|csv|txt|ics)$/.test(name))
const NOISE = [
  '"',
  ',',
  ';',
  '\n',
  ':',
  '{',
  '\u0000',
  '\ud800',
  '9999',
  '-',
  '00',
  'RRULE',
  'e\u0301',
  '⁣',
  'x'.repeat(600),
]

/** What one field or another may hold, or nearly. */
const ODD_CELLS = [
  'gift',
  'chore',
  'done',
  'canceled',
  '-5',
  '1e400',
  '99999999999999',
  '1,000,000,000.55',
  '999h',
  '0001-01-01',
  '9999-12-31',
  '2026-02-30',
  '24:00',
  '2026-13-45T99:99:99Z',
  'daily',
  'daily until 1999-01-01',
  'mon,tue until 2027-01-01',
  'RRULE:FREQ=YEARLY;COUNT=1',
  'http://[::1',
  'https://example.com/?q=1',
  `https://example.com/${'x'.repeat(2000)}`,
  'javascript:alert(1)',
  'a\nb',
  '\u200b',
  'x'.repeat(600),
  'n'.repeat(70_000),
  Array.from({ length: 50 }, (_, n) => `tag ${n}`).join(),
]

/** A fixture with parts of it cut out, repeated, or replaced by noise. */
const damaged = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(40), fc.constantFrom('', 'twice', ...NOISE)), { maxLength: 8 })
    .map((cuts) =>
      cuts.reduce((rest, [at, length, kind]) => {
        const part = rest.slice(at, at + length)
        return rest.slice(0, at) + (kind === 'twice' ? part + part : kind) + rest.slice(at + length)
      }, text),
    )

/** The keys that lead to each value in JSON, but the whole. */
const placesIn = (json: unknown): string[][] =>
  Object.entries(json ?? {}).flatMap(([key, value]) => [
    [key],
    ...(typeof value === 'object' ? placesIn(value).map((rest) => [key, ...rest]) : []),
  ])

function replaced(json: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  const copy = structuredClone(json) as Record<string, unknown>
  copy[key!] = rest.length ? replaced(copy[key!], rest, value) : value
  return copy
}

describe('a file that is not as it should be', () => {
  const server = useTestServer('direct', { at: '2026-11-27T17:00:00Z' })
  const ann = useUser(server, 'ann', { timezone: 'Europe/Berlin' })
  const context = { timezone: 'Europe/Berlin', today: '2026-11-27', projects: [] }

  it.each(files)('like %s is refused in a sentence, or becomes a document that can be imported', async (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8')
    const property = fc.asyncProperty(damaged(text), async (content) => {
      const outcome = await readExport({ name, bytes: new TextEncoder().encode(content) }, context).catch(
        (error: unknown) => {
          expect(error).toBeInstanceOf(TrackError)
        },
      )
      if (!outcome) return
      const { revision, items } = await ann.track.data.import(outcome.document)
      expect(items.added).toBe(outcome.document.items.length)
      if (revision !== null) await ann.track.changes.undo({ revision })
    })
    await fc.assert(property, { numRuns: 25 })
  })

  it.each(files.filter((name) => name.endsWith('.json')))('like %s, with another value anywhere', async (name) => {
    const json: unknown = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))
    const property = fc.asyncProperty(fc.constantFrom(...placesIn(json)), fc.jsonValue(), async (place, value) => {
      const content = JSON.stringify(replaced(json, place, value))
      const read = await readExport({ name, bytes: Buffer.from(content) }, context).catch((error: unknown) => {
        expect(error).toBeInstanceOf(TrackError)
      })
      if (read) await ann.track.data.import(read.document)
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('with any cells in a CSV becomes a document that can be imported', async () => {
    const cell = fc.oneof(fc.constantFrom(...ODD_CELLS), fc.string({ unit: 'binary', maxLength: 8 }))
    const row = fc.record(
      Object.fromEntries([...FIELD_NAMES.filter((name) => name !== 'kind'), 'section'].map((name) => [name, cell])),
      { requiredKeys: [] },
    )
    const property = fc.asyncProperty(fc.constantFrom(...KINDS), row, async (kind, cells) => {
      const rows = [{ title: 'Thing', ...cells, kind }].flatMap((one) => [Object.keys(one), Object.values(one)])
      const text = rows.map((line) => line.map((one) => `"${one.replaceAll('"', '""')}"`).join()).join('\n')
      const { document } = await readExport({ name: 'x.csv', bytes: Buffer.from(text) }, context, 'csv')
      await ann.track.data.import(document)
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it.each([
    ['vikunja', JSON.stringify([{ title: 'x', tasks: [{ title: 'y', description: '<li'.repeat(60_000) }] }])],
    [
      'taskwarrior',
      `[${'{"uuid":"a","parent":"a","status":"recurring","description":"x"},'.repeat(3000)}{"uuid":"a"}]`,
    ],
    ['todoist', `TYPE,CONTENT\ntask,${'@'.repeat(200_000)}`],
    ['csv', `title,due\nx,${'1 '.repeat(100_000)}`],
    ['ics', `BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY${';a=b'.repeat(50_000)}`],
    ['todotxt', `x ${'+'.repeat(200_000)}`],
  ] as const)('made to be slow takes no time as %s', async (format, content) => {
    const from = performance.now()
    await readExport({ name: 'x', bytes: Buffer.from(content) }, context, format)
    expect(performance.now() - from).toBeLessThan(3000)
  })

  it('of 20,000 lines is read at once', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `(B) 2026-11-01 Line ${n} +home @tag due:2026-12-01 rec:+1w`)
    const from = performance.now()
    const { document } = await readExport({ name: 'todo.txt', bytes: Buffer.from(lines.join('\n')) }, context)
    expect(document.items).toHaveLength(20_000)
    expect(new Set(document.items.map(({ id }) => id)).size).toBe(20_000)
    expect(performance.now() - from).toBeLessThan(5000)
  })
})
