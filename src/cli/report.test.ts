import { beforeEach, describe, expect, test } from 'vitest'
import { createCommandLine } from '#testing/command-line.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'

const server = useTestServer('http')
const me = useNewUser(server)
let cli: ReturnType<typeof createCommandLine>
beforeEach(() => void (cli = createCommandLine(() => me.track, { columns: 80, env: { NO_COLOR: '1' } })))

/** Things that were done on 9 and 10 March 2026, a Tuesday, and one that was undone. */
async function doThings(): Promise<void> {
  const add = async (fields: object) => (await me.track.items.add(fields as { kind: 'todo'; title: string })).id
  const todo = await add({ kind: 'todo', title: 'File taxes', due: '2026-03-08', estimate: '1h30m' })
  const other = await add({ kind: 'todo', title: 'Call', due: '2026-03-10', estimate: 30 })
  const chore = await add({ kind: 'chore', title: 'Sweep', every: 'weekly', due: '2026-03-09' })
  const gift = await add({ kind: 'gift', title: 'Scarf', recipient: 'Mom' })
  await add({ kind: 'chore', title: 'Water', every: 'daily', due: '2026-03-01' })
  const milk = await add({ kind: 'grocery', title: 'milk' })
  await me.track.batch.run({ operations: [todo, other].map((id) => ({ op: 'items.done', input: { id } })) })
  await me.track.items.done({ id: chore, on: '2026-03-09' })
  await me.track.items.done({ id: gift, stage: 'bought' })
  await me.track.items.done({ id: milk })
  await me.track.changes.undo()
}

describe('track report', () => {
  test('counts what was done by day, kind and member, chores kept up and due dates met', async () => {
    await doThings()
    const { out } = await cli.track('report')
    expect(out).toBe(`9 Mar to 15 Mar · 3 done

Mon 9 Mar   1  ██
Tue 10 Mar  2  ████
Wed 11 Mar
Thu 12 Mar
Fri 13 Mar
Sat 14 Mar
Sun 15 Mar

by kind         todo 2 · chore 1
chores kept up  1 of 1 in time · 1 overdue now
due dates met   2 of 3
estimated work  2h
`)
    expect(JSON.parse((await cli.track('report --month --json')).out)).toMatchObject({
      from: '2026-03-01',
      to: '2026-03-31',
      done: 3,
      kinds: [
        { kind: 'todo', done: 2 },
        { kind: 'chore', done: 1 },
      ],
      members: [{ name: me.name, done: 3 }],
      chores: { done: 1, in_time: 1, overdue: 1 },
      due: { done: 3, in_time: 2 },
      estimate: 120,
    })
    expect((await cli.track('report --year')).out).toContain('1 Mar to 31 Mar  3  ██████')
    const piped = createCommandLine(() => me.track)
    expect((await piped.track('report')).out).toContain('day\t2026-03-10\t2\n')
  })
  test('of nothing is a report, too', async () => {
    expect((await cli.track('report')).out).toContain('· 0 done')
    expect(await cli.track('report --week --month')).toMatchObject({ code: 2 })
  })
})

test('log is narrowed by day, client and user', async () => {
  await doThings()
  const lines = async (words: string) => (await cli.track(words)).out.split('\n').filter(Boolean).length
  const all = await lines('log --limit 100')
  expect(await lines('log --since yesterday')).toBe(all)
  expect(await lines('log --since 2026-03-10 --by ' + me.name)).toBe(all)
  expect(await lines('log --since monday --limit 2')).toBe(2)
  expect(await cli.track('log --client web')).toEqual({ code: 0, out: '', err: 'Nothing matches.\n' })
  expect(await cli.track('log --by nobody')).toMatchObject({ out: '' })
  expect((await cli.track('log --since tomorrow')).out).toBe('')
  expect(await cli.track('log --since someday')).toMatchObject({
    code: 2,
    err: expect.stringContaining('error: --since: not a date: someday'),
  })
  expect(JSON.parse((await cli.track('log --since yesterday --json')).out)).toMatchObject({ more: false, reset: false })
})
