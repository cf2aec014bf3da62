import { beforeEach, describe, expect, it } from 'vitest'
import type { Import } from '#contract/types.ts'
import { titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

/** Views are read at once where a user has little text, however many items they show. */
const BOOKS = [
  { who: 'who has little text', notes: 0 },
  { who: 'who has much text', notes: 35 },
]

/** Groceries that were bought, each with as long a note as there may be. */
const books = (count: number): Import => ({
  format: 'track',
  version: 1,
  projects: [],
  features: [],
  items: Array.from({ length: count }, (_, i) => ({
    id: `g-${(0x1000 + i).toString(16)}`,
    kind: 'grocery',
    title: 'Book',
    notes: 'x'.repeat(64 * 1024),
    status: 'done',
    done_at: '2026-03-10T11:00:00.000Z',
    created_at: '2026-03-10T10:00:00.000Z',
  })),
})

describe.each(VARIANTS.flatMap((variant) => BOOKS.map((books) => ({ variant, ...books }))))(
  'for a user $who, $variant',
  ({ variant, notes }) => {
    const server = useTestServer(variant)
    const { track } = useNewUser(server)
    const many = (count: number) => Array.from({ length: count }, (_, i) => `${i}`)

    beforeEach(async () => {
      if (notes) await track.data.import(books(notes))
    })

    it('views of many items list each in its place, with its notes', async () => {
      const { slug } = await track.projects.add({ title: 'Boat', type: 'engineering' })
      const feature = await track.features.add({ slug, title: 'Mast' })
      const tasks = await track.batch.run({
        operations: many(240).map((n) => ({
          op: 'items.add',
          input: {
            kind: 'task',
            project: slug,
            title: n,
            notes: `notes of ${n}`,
            due: Number(n) % 2 ? 'today' : 'yesterday',
            estimate: 5,
            ...(Number(n) % 3 === 0 && { feature: feature.id }),
            ...(n === '7' && { every: 'daily', priority: 1 }),
          },
        })),
      })
      const { items } = await track.items.list({ limit: 1000, sort: 'place' })
      expect(items).toHaveLength(tasks.results.length)
      const where = (meets: (n: number) => boolean) => items.filter(({ title }) => meets(Number(title)))

      const today = await track.views.today()
      expect(today).toMatchObject({ doing: [], priority: [], count: 240, estimate: 1200 })
      expect([today.overdue, today.today]).toEqual([where((n) => n % 2 === 0), where((n) => n % 2 === 1)])

      const { days } = await track.views.upcoming({ days: 3 })
      const occurrence = { ...where((n) => n === 7)[0]!, notes: null, occurrence: true }
      expect(days.map((day) => day.items)).toEqual([where((n) => n % 2 === 1), [occurrence], [occurrence]])

      const { features, tasks: others, ...project } = await track.projects.get({ slug })
      expect(project).toEqual((await track.projects.list()).projects[0])
      expect(others).toEqual(where((n) => n % 3 > 0))
      expect(features).toEqual([
        { ...(await track.features.list({ slug })).features[0]!, tasks: where((n) => n % 3 === 0) },
      ])
    })

    it('an agenda lists what is due and what comes again by time', async () => {
      const due = 'tomorrow'
      await track.batch.run({
        operations: [
          ...many(120).map((n) => ({ kind: 'todo', title: n, notes: n, due })),
          { kind: 'chore', title: 'standup', every: 'daily', at: '09:00' },
          { kind: 'todo', title: 'lunch', due, at: '12:00', notes: 'outside' },
          { kind: 'todo', title: 'breakfast', due, at: '08:00', priority: 5 },
        ].map((input) => ({ op: 'items.add', input })),
      })
      const { days } = await track.views.upcoming({ days: 2 })
      expect(titles(days[1]!.items)).toEqual(['breakfast', 'standup', 'lunch', ...many(120)])
      expect(days[1]!.items.slice(1, 4).map((item) => item.notes)).toEqual([null, 'outside', '0'])
    })

    it('an agenda of too many occurrences is refused', async () => {
      await track.batch.run({
        operations: many(120).map((n) => ({ op: 'items.add', input: { kind: 'chore', title: n, every: 'daily' } })),
      })
      expect((await track.views.upcoming({ days: 20 })).days.flatMap((day) => day.items)).toHaveLength(120 * 20)
      await expect(track.views.upcoming({ days: 200 })).rejects.toMatchObject({ code: 'too_large' })
    })
  },
)
