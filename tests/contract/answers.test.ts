import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldsInput, Item } from '#domain/fields.ts'
import { isVisible } from '#domain/text.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { propertyRuns, VARIANTS } from '#testing/test-server.ts'

const text = (most: number) =>
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: most })
    .map((text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029,]/g, ' '))
    .filter(isVisible) // a title that shows nothing is refused
const fields: fc.Arbitrary<FieldsInput & { title: string }> = fc.record(
  {
    title: text(40),
    notes: text(60).map((notes) => `${notes}\n\t"${notes}" \\ / \u2028 <>&'`),
    tags: fc.array(text(20), { maxLength: 4 }),
    priority: fc.integer({ min: 1, max: 5 }),
    due: fc.constantFrom('today', 'yesterday', '2026-03-01'),
    budget: fc.oneof(
      fc.nat(999_999_999).map((cents) => cents / 100),
      fc.constantFrom(0, 0.01, 0.1, 19.9, 50, 9_999_999.99),
    ),
    recipient: text(20),
    url: fc.webUrl({ withFragments: true, withQueryParameters: true }),
  },
  { requiredKeys: ['title', 'due'] },
)

describe.each(VARIANTS)('answers that the database writes, %s', (variant) => {
  const server = useTestServer(variant)

  it('have the same fields in the same order as the answer of the write that made the item', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 1, maxLength: 5 }), async (inputs) => {
        const { track } = await server.addAnyUser()
        const { results } = await track.batch.run({
          operations: inputs.map((input) => ({ op: 'items.add', input: { kind: 'gift', ...input } })),
        })
        const made = new Map((results as Item[]).map((item) => [item.id, item]))
        const same = (items: Item[]) => {
          for (const item of items) expect(JSON.stringify(item)).toBe(JSON.stringify(made.get(item.id)))
          expect(items).toHaveLength(made.size)
        }
        same((await track.items.list()).items)
        same(await Promise.all([...made.keys()].map((id) => track.items.get({ id }))))
        const { overdue, today, doing, priority } = await track.views.today()
        same([...overdue, ...today, ...doing, ...priority])
      }),
      { numRuns: propertyRuns(60)(variant) },
    )
  })
})
