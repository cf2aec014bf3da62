import { beforeEach, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

const server = useTestServer('http')
const me = useNewUser(server)
let cli: ReturnType<typeof createCommandLine>
beforeEach(() => void (cli = createCommandLine(() => me.track)))

/** Runs a copy; gives the item that it added. */
async function copy(words: string) {
  const { code, out, err } = await cli.track(`copy ${words} --quiet`)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return me.track.items.get({ id: out.trim() })
}

describe('track copy', () => {
  test('adds another item with the same fields, open, with empty boxes', async () => {
    const first = await me.track.items.add({
      kind: 'todo',
      title: 'Pack #not-a-tag',
      due: '2026-03-14',
      at: '09:00',
      tags: ['trip'],
      notes: '- [x] socks\n- [ ] soap',
      every: 'monthly',
      estimate: 30,
      priority: 2,
    })
    await me.track.items.done({ id: first.id })
    const { title, due, at, tags, notes, every, estimate, priority, status, id } = await copy(first.id)
    expect({ title, due, at, tags, notes, every, estimate, priority, status }).toEqual({
      title: 'Pack #not-a-tag',
      due: '2026-03-14',
      at: '09:00',
      tags: ['trip'],
      notes: '- [ ] socks\n- [ ] soap',
      every: 'monthly',
      estimate: 30,
      priority: 2,
      status: 'todo',
    })
    expect(id).not.toBe(first.id)
  })

  test('leaves out what is the first one’s: its days, and what became of it', async () => {
    const late = await me.track.items.add({ kind: 'todo', title: 'Late', due: '2026-03-01', at: '10:00' })
    expect(await copy(late.id)).toMatchObject({ due: null, at: null })
    expect(await copy(`${late.id} --due fri --title Later`)).toMatchObject({ due: '2026-03-13', title: 'Later' })
    const gift = await me.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Mom', budget: '20' })
    await me.track.items.done({ id: gift.id })
    expect(await copy(`${gift.id} --for Dad`)).toMatchObject({
      recipient: 'Dad',
      budget: 20,
      bought_on: null,
      status: 'todo',
    })
    const chore = await me.track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly', last_done: '2026-03-08' })
    expect(await copy(chore.id)).toMatchObject({ every: 'weekly', last_done: null, due: '2026-03-15' })
  })

  test('copies several in one write, says what it added, and knows no features', async () => {
    const ids = []
    for (const title of ['a', 'b']) ids.push((await me.track.items.add({ kind: 'grocery', title })).id)
    const { revision } = await me.track.me.get()
    const { out } = await cli.track(`copy ${ids.join(' ')}`)
    expect(out.replace(/g-[0-9a-f]+/g, 'g-#')).toBe('added g-#  a\nadded g-#  b\n')
    expect((await me.track.me.get()).revision).toBe(revision + 1)
    expect(JSON.parse((await cli.track(`copy ${ids[0]} --json`)).out)).toMatchObject({ kind: 'grocery', title: 'a' })
    expect(await cli.track('copy f-1')).toMatchObject({ code: 2, err: expect.stringContaining('is a feature') })
    expect(await cli.track('copy t-dead')).toMatchObject({ code: 1, err: expect.stringContaining('t-dead') })
  })
})
