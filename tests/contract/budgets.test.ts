import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const NOTES = 'x'.repeat(60_000)

/** Adds groceries whose notes have 60,000 characters each, some hundred at a time. */
async function addLargeNotes(track: Track, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < count; from += 16) {
    const { results } = await track.batch.run({
      operations: Array.from({ length: 16 }, (_, n) => ({
        op: 'items.add',
        input: { kind: 'grocery', title: `Large ${from + n}`, notes: NOTES },
      })),
    })
    ids.push(...(results as { id: string }[]).map(({ id }) => id))
  }
  return ids
}

describe.each(VARIANTS)('what one request may take, %s', (variant) => {
  const server = useTestServer(variant)

  it('a write that would answer more than 32 MiB is refused, and changes nothing', async () => {
    const { track } = await server.addAnyUser()
    const ids = await addLargeNotes(track, 16)
    const { revision } = await track.me.get()
    const operations = Array.from({ length: 600 }, (_, n) => ({
      op: 'items.reopen',
      input: { id: ids[n % ids.length]! },
    }))
    await expect(track.batch.run({ operations })).rejects.toMatchObject({ code: 'too_large' })
    expect((await track.me.get()).revision).toBe(revision)
  })

  it('a page of long items is cut short, and the next one goes on behind it', async () => {
    const { track } = await server.addAnyUser()
    const ids = await addLargeNotes(track, 160)
    const seen: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const page = await track.items.list({ kind: ['grocery'], limit: 1000, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next_cursor ?? undefined
      pages++
    } while (cursor)
    expect(seen).toEqual(ids)
    expect(pages).toBe(3)
  })

  it('an undo of more than 500 entities says that its items are to be loaded anew', async () => {
    const { track } = await server.addAnyUser()
    const operations = Array.from({ length: 501 }, (_, n) => ({
      op: 'items.add',
      input: { kind: 'todo', title: `Todo ${n}` },
    }))
    await track.batch.run({ operations })
    expect(await track.changes.undo()).toMatchObject({ items: null, undid: { op: 'batch.run' } })
    expect((await track.items.list({ limit: 1000 })).items).toEqual([])
    expect(await track.changes.undo({ redo: true })).toMatchObject({ items: null })
    expect((await track.items.list({ limit: 1000 })).items).toHaveLength(501)
  })
})
