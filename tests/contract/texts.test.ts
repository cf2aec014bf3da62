import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TrackError } from '#domain/errors.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { propertyRuns, VARIANTS } from '#testing/test-server.ts'

const RUNS = propertyRuns(60)

/** What databases and JSON treat apart, and anything else that can be seen. */
const line = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '"',
      '""',
      '\\',
      '\\\\',
      ',',
      '(',
      ')',
      '()',
      ' ',
      "'",
      '{',
      '}',
      '\\u0022',
      '\\n',
      'null',
      'ä',
      '🎁',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 3 }) },
)
const lines = fc.oneof({ weight: 4, arbitrary: line }, { weight: 1, arbitrary: fc.constantFrom('\n', '\t', '\u2028') })
const text = (sign: fc.Arbitrary<string>, most: number) =>
  fc.array(sign, { maxLength: most }).map((signs) => signs.join(''))
const gift = fc.record(
  {
    title: text(line, 12).map((rest) => `A text ${rest}`),
    recipient: text(line, 6).map((rest) => `for ${rest}`),
    occasion: text(line, 6),
    notes: text(lines, 20),
    tags: fc.array(fc.constantFrom('a"b', 'a\\b', '(a)', "a'b", 'ä'), { maxLength: 3 }),
    budget: fc.option(fc.integer({ min: 0, max: 999_999_999 }).map((cents) => cents / 100)),
  },
  { requiredKeys: ['title', 'recipient'] },
)

describe.each(VARIANTS)('texts, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useUser(server, 'ann')

  it('come back by every read as they were kept', async () => {
    let kept = 0
    await fc.assert(
      fc.asyncProperty(gift, async (fields) => {
        const added = await ann.track.items
          .add({ kind: 'gift', ...fields, priority: 1, due: 'today' })
          .catch((error: unknown) => {
            if (error instanceof TrackError && error.code === 'invalid') return null // a tag that can't be one, say
            throw error
          })
        if (!added) return
        kept++
        expect(await ann.track.items.get({ id: added.id })).toEqual(added)
        expect((await ann.track.items.list()).items).toEqual([added])
        expect((await ann.track.views.today()).today).toEqual([added])
        expect((await ann.track.search.find({ q: 'text' })).items).toEqual([added])
        expect((await ann.track.data.export()).items).toEqual([added])
        await ann.track.items.remove({ id: added.id })
      }),
      { numRuns: RUNS(variant) },
    )
    expect(kept).toBeGreaterThan(3)
  })
})
