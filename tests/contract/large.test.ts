import { describe, expect, it } from 'vitest'
import type { Item } from '#domain/fields.ts'
import { addAll } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

/** What a client can make large, and what the server makes of it. */
describe.each(['direct', 'postgres, direct'] as const)('large, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)
  const many = (count: number) => Array.from({ length: count }, (_, i) => `${i}`)

  it('notes shorten pages, and a cursor leads to the rest', async () => {
    const all = await addAll(track, 'todo', many(400), { notes: 'x'.repeat(60_000) })
    const [found, pages] = await read((cursor) => track.items.list({ limit: 1000, cursor }))
    expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(pages.length).toBeGreaterThan(1)
    for (const items of pages) expect(JSON.stringify(items).length).toBeLessThan(5 * 1024 * 1024)
    const [snapped, parts] = await read((cursor) => track.changes.snapshot({ cursor }))
    expect(snapped.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
    for (const items of parts) expect(JSON.stringify(items).length).toBeLessThan(5 * 1024 * 1024)
  })

  async function read(
    page: (cursor?: string) => Promise<{ items: Item[]; next_cursor: string | null }>,
  ): Promise<[Item[], Item[][]]> {
    const pages: Item[][] = []
    for (let cursor: string | undefined; ;) {
      const { items, next_cursor } = await page(cursor)
      pages.push(items)
      if (!next_cursor) return [pages.flat(), pages]
      cursor = next_cursor
    }
  }

  it('an agenda of more than 20,000 occurrences is refused, not cut', async () => {
    await addAll(track, 'chore', many(100), { every: 'daily' })
    const { days } = await track.views.upcoming({ days: 200 })
    expect(days.flatMap((day) => day.items)).toHaveLength(100 * 200)
    await expect(track.views.upcoming({ days: 203 })).rejects.toMatchObject({
      code: 'too_large',
      details: { hint: 'Ask for fewer days.' },
    })
  })

  it('in a chain of undos, each of the one before, the last one decides', async () => {
    await addAll(track, 'todo', ['One'])
    for (let revision = 1; revision <= 100; revision++) await track.changes.undo({ revision })
    const { changes } = await track.changes.list({ since: 0, limit: 1000 })
    expect(changes.map(({ undone }) => undone)).toEqual(Array.from({ length: 101 }, (_, i) => i % 2 === 1 && i < 100))
    await expect(track.changes.undo({ revision: 2 })).rejects.toMatchObject({ code: 'conflict' })
  })
})
