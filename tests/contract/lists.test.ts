import { beforeAll, describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import type { ListInput } from '#contract/types.ts'
import { SORTS } from '#domain/views.ts'
import { addAll, titles } from '#testing/builders.ts'
import { useTestServer, useUser } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const listTitles = async (track: Track, input: ListInput = {}) => titles((await track.items.list(input)).items)

describe.each(VARIANTS)('lists, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useUser(server, 'ann')
  let hull: string
  let sail: string
  beforeAll(async () => {
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    await track.projects.add({ title: 'House' })
    hull = (await track.features.add({ slug: 'boat', title: 'Hull' })).id
    sail = (await track.features.add({ slug: 'boat', title: 'Sail' })).id
    const add = track.items.add
    await add({ kind: 'todo', title: 'taxes', due: '2026-03-31', tags: ['money', 'desk'], priority: 1 })
    await add({ kind: 'todo', title: 'call', due: '2026-03-10', notes: 'Ask about the taxman' })
    await add({ kind: 'todo', title: 'plain', tags: ['des'] })
    const doing = await add({ kind: 'todo', title: 'doing', priority: 2 })
    const done = await add({ kind: 'todo', title: 'done', due: '2026-03-01', priority: 1 })
    const canceled = await add({ kind: 'todo', title: 'canceled', tags: ['desk'] })
    await add({ kind: 'chore', title: 'sweep', every: 'weekly', last_done: '2026-03-09', tags: ['home'] })
    await add({ kind: 'task', title: 'sand', feature: hull, tags: ['wood'] })
    await add({ kind: 'task', title: 'sew', feature: sail })
    await add({ kind: 'task', title: 'launch', project: 'boat', due: '2026-06-01' })
    await add({ kind: 'task', title: 'paint', project: 'house', tags: ['home', 'desk'] })
    await add({ kind: 'gift', title: 'book', recipient: 'Mom' })
    await add({ kind: 'shopping', title: 'lamp', tags: ['home'] })
    await add({ kind: 'grocery', title: 'milk', tags: ['aldi'] })
    await track.items.start({ id: doing.id })
    await track.items.done({ id: done.id })
    await track.items.cancel({ id: canceled.id })
  })

  const OPEN = 'book call doing lamp launch milk paint plain sand sew sweep taxes'
  const filters: [string, () => ListInput, string][] = [
    ['nothing: open ones', () => ({}), OPEN],
    ['status open', () => ({ status: 'open' }), OPEN],
    ['status todo', () => ({ status: 'todo' }), OPEN.replace('doing ', '')],
    ['status doing', () => ({ status: 'doing' }), 'doing'],
    ['status done', () => ({ status: 'done' }), 'done'],
    ['status canceled', () => ({ status: 'canceled' }), 'canceled'],
    ['status doing,done', () => ({ status: 'doing,done' }), 'doing done'],
    ['status open,canceled', () => ({ status: ['open', 'canceled'] }), `canceled ${OPEN}`],
    ['status all', () => ({ status: 'all' }), `canceled done ${OPEN}`],
    ['kind todo', () => ({ kind: 'todo' }), 'call doing plain taxes'],
    ['kind gift,shopping', () => ({ kind: 'gift,shopping' }), 'book lamp'],
    ['kind task and grocery', () => ({ kind: ['task', 'grocery'] }), 'launch milk paint sand sew'],
    ['tag desk', () => ({ tag: 'desk' }), 'paint taxes'],
    ['tag desk of all', () => ({ tag: 'desk', status: 'all' }), 'canceled paint taxes'],
    ['tag DESK, des', () => ({ tag: 'DESK, des' }), 'paint plain taxes'],
    ['tag nobody has', () => ({ tag: 'de' }), ''],
    ['project boat', () => ({ project: 'boat' }), 'launch sand sew'],
    ['project boat,house', () => ({ project: ['boat', 'house'] }), 'launch paint sand sew'],
    ['project that is not there', () => ({ project: 'nowhere' }), ''],
    ['project by the name of a pool', () => ({ project: 'todos' }), ''],
    ['feature', () => ({ feature: hull }), 'sand'],
    ['features', () => ({ feature: [hull, sail] }), 'sand sew'],
    ['feature of another project', () => ({ feature: hull, project: 'house' }), ''],
    ['due_after', () => ({ due_after: '2026-03-31' }), 'launch taxes'],
    ['due_before', () => ({ due_before: '2026-03-16' }), 'call sweep'],
    ['due_before in words', () => ({ due_before: 'today' }), 'call'],
    ['due between, both included', () => ({ due_after: '2026-03-10', due_before: '2026-03-31' }), 'call sweep taxes'],
    ['due of all', () => ({ due_before: '2026-03-10', status: 'all' }), 'call done'],
    ['due none', () => ({ due: 'none', kind: 'todo' }), 'doing plain'],
    ['due none and a day', () => ({ due: 'none', due_after: '2026-01-01' }), ''],
    ['not_tag desk', () => ({ not_tag: 'desk', kind: 'todo,task' }), 'call doing launch plain sand sew'],
    ['not_tag desk,home and a tag', () => ({ not_tag: 'Desk, home', tag: 'wood,home' }), 'sand'],
    ['priority 1', () => ({ priority: 1 }), 'taxes'],
    ['priority 1,2', () => ({ priority: '1,2' }), 'doing taxes'],
    ['priorities', () => ({ priority: [1, 2], status: 'all' }), 'doing done taxes'],
    ['done_after', () => ({ done_after: '2026-03-10' }), 'done'],
    ['done_before of all', () => ({ done_before: 'today', status: 'all' }), 'canceled done'],
    ['done_before yesterday', () => ({ done_before: 'yesterday', status: 'all' }), ''],
    ['done_after tomorrow', () => ({ done_after: 'tomorrow', status: 'all' }), ''],
    ['q', () => ({ q: 'tax' }), 'call taxes'],
    ['q of several words', () => ({ q: 'ask tax' }), 'call'],
    ['q of no words', () => ({ q: '!?' }), ''],
    ['all at once', () => ({ kind: 'todo,task', status: 'open', tag: 'desk', due_before: 'eom', q: 'taxes' }), 'taxes'],
  ]
  it.each(filters)('filtered by %s', async (_, input, wanted) => {
    const found = await listTitles(track, { ...input() })
    expect(found.toSorted()).toEqual(wanted.split(' ').filter(Boolean).toSorted())
  })

  it.each([
    [{ kind: 'todos' }, 'kind'],
    [{ status: 'finished' }, 'status'],
    [{ status: 'open,finished' }, 'status'],
    [{ due_after: 'someday' }, 'due_after'],
    [{ due_before: '6/1' }, 'due_before'],
    [{ feature: 'hull' }, 'feature'],
    [{ kind: '' }, 'kind'],
    [{ status: [] }, 'status'],
    [{ tag: '' }, 'tag'],
    [{ tag: ' , ' }, 'tag'],
    [{ not_tag: '' }, 'not_tag'],
    [{ project: '' }, 'project'],
    [{ feature: '' }, 'feature'],
    [{ priority: '' }, 'priority'],
    [{ priority: '0' }, 'priority'],
    [{ priority: [6] }, 'priority'],
    [{ due: '' }, 'due'],
    [{ due: 'today' }, 'due'],
    [{ due_after: '' }, 'due_after'],
    [{ done_before: 'someday' }, 'done_before'],
    [{ q: '' }, 'q'],
    [{ sort: 'title' }, 'sort'],
    [{ reverse: 'maybe' }, 'reverse'],
    [{ limit: 0 }, 'limit'],
    [{ limit: 1001 }, 'limit'],
    [{ limit: 1.5 }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: 'WzEsMl0' }, 'cursor'],
    [{ colour: 'red' }, 'colour'],
  ])('refuses %o', async (input, path) => {
    const { code, details } = await track.items.list(input as ListInput).catch((error) => error)
    expect(code).toBe('invalid')
    expect(details.errors).toHaveLength(1)
    expect(details.errors[0].path.split('.')[0]).toBe(path)
  })

  it('tells apart tags with signs in them', async () => {
    const { track } = await server.addAnyUser()
    const tags = ['a"b', 'b', '50%', '50x', 'a_b', 'axb', 'c\\', 'c', '"', '\\"', 'é', '\\u0022', '[', '{}']
    for (const tag of tags) await track.items.add({ kind: 'todo', title: tag, tags: [tag] })
    for (const tag of tags) expect(await listTitles(track, { tag: [tag] }), tag).toEqual([tag])
    for (const { title, tags } of (await track.items.list()).items) expect(tags).toEqual([title])
  })

  it('counts the days on which items were done in the zone of the user', async () => {
    const { track } = await server.addAnyUser()
    await track.me.update({ timezone: 'Pacific/Auckland' })
    const { id } = await track.items.add({ kind: 'todo', title: 'late' })
    server.clock.set('2026-03-10T11:30:00Z') // half past midnight there
    await track.items.done({ id })
    expect(await listTitles(track, { done_after: '2026-03-11' })).toEqual(['late'])
    expect(await listTitles(track, { done_before: '2026-03-11' })).toEqual(['late'])
    expect(await listTitles(track, { done_before: '2026-03-10' })).toEqual([])
    expect(await listTitles(track, { done_after: '2026-03-12' })).toEqual([])
  })

  describe('sorted', () => {
    const sorted: [ListInput, string][] = [
      [{ kind: 'todo' }, 'taxes doing call plain'],
      [{ kind: 'todo', sort: 'place' }, 'taxes doing call plain'],
      [{ kind: 'todo', sort: 'priority' }, 'taxes doing call plain'],
      [{ kind: 'todo', sort: 'place', reverse: true }, 'plain call doing taxes'],
      [{ kind: 'todo', sort: 'due' }, 'call taxes doing plain'],
      [{ kind: 'todo', sort: 'due', reverse: true }, 'plain doing taxes call'],
      [{ kind: 'todo', sort: 'created' }, 'doing plain call taxes'],
      [{ kind: 'todo', sort: 'created', reverse: true }, 'taxes call plain doing'],
      [{ kind: 'todo', sort: 'created', status: 'all' }, 'canceled done doing plain call taxes'],
      [{ kind: 'todo', sort: 'done' }, 'done'],
      [{ kind: 'todo', sort: 'done', status: 'all' }, 'canceled done taxes doing call plain'],
      [{ kind: 'todo', sort: 'done', status: 'all', reverse: true }, 'plain call doing taxes done canceled'],
      [{ sort: 'due', due_after: 'today' }, 'call sweep taxes launch'],
      [{ due_before: '2026-06-30' }, 'call sweep taxes launch'],
      [{ sort: 'due', status: 'all', due_before: '2026-03-31' }, 'done call sweep taxes'],
      [{ project: 'boat', sort: 'due' }, 'launch sand sew'],
    ]
    it.each(sorted)('%o', async (input, wanted) => {
      expect(await listTitles(track, input)).toEqual(wanted.split(' '))
    })

    it('by due date, then priority, where no pool or kind is named', async () => {
      const { track } = await server.addAnyUser()
      await track.items.add({ kind: 'grocery', title: 'c', due: '2026-03-12', priority: 4 })
      await track.items.add({ kind: 'todo', title: 'b', due: '2026-03-12', priority: 2 })
      await track.items.add({ kind: 'todo', title: 'd', priority: 1 })
      await track.items.add({ kind: 'shopping', title: 'a', due: '2026-03-11', priority: 5 })
      expect(await listTitles(track)).toEqual(['a', 'b', 'c', 'd'])
    })
  })

  describe('in pages', () => {
    const SIZES = [1, 3, 1000]
    async function pages(
      track: Track,
      input: ListInput,
      between: () => Promise<unknown> = async () => {},
    ): Promise<string[]> {
      const found: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<Track['items']['list']>> = await track.items.list({
          ...input,
          ...(cursor !== null && { cursor }),
        })
        expect(page.items.length).toBeLessThanOrEqual(input.limit ?? 200)
        found.push(...page.items.map((item) => item.title))
        cursor = page.next_cursor
        await between()
      } while (cursor !== null)
      return found
    }

    it.each(SIZES)('of %i lose and double nothing, and come in the order of one page', async (limit) => {
      for (const input of [
        {},
        { status: 'all' },
        { kind: 'todo,task,grocery' },
        { kind: 'gift,shopping' },
        { status: 'all', kind: 'todo' },
        { project: 'boat,house' },
        { tag: 'desk,home', status: 'all' },
        { q: 'a', status: 'all' },
        ...SORTS.flatMap((sort) =>
          [false, true].flatMap((reverse): ListInput[] => [
            { sort, reverse, status: 'all' },
            { sort, reverse, kind: 'todo,task' },
            { sort, reverse, q: 'a', status: 'all' },
          ]),
        ),
      ]) {
        const whole = await listTitles(track, { ...input, limit: 1000 })
        expect(await pages(track, { ...input, limit }), JSON.stringify(input)).toEqual(whole)
      }
    })

    it.each(SORTS)('sorted by %s lose and double nothing of many that are alike', async (sort) => {
      const { track } = await server.addAnyUser()
      const done = await addAll(track, 'todo', ['1', '2', '3', '4', '5'], { due: 'today' })
      await track.batch.run({ operations: done.map(({ id }) => ({ op: 'items.done', input: { id } })) })
      await addAll(track, 'todo', ['a', 'b', 'c', 'd', 'e'], { due: 'today' })
      await addAll(track, 'grocery', ['f', 'g', 'h', 'i', 'j'])
      for (const reverse of [false, true]) {
        const input: ListInput = { sort, reverse, status: 'all' }
        const whole = await listTitles(track, input)
        expect(whole.toSorted()).toEqual('12345abcdefghij'.split(''))
        expect(whole).toEqual((await listTitles(track, { ...input, reverse: !reverse })).toReversed())
        for (const limit of [1, 4]) expect(await pages(track, { ...input, limit })).toEqual(whole)
      }
    })

    it('refuse the cursor of a list that is sorted otherwise', async () => {
      const { next_cursor: cursor } = await track.items.list({ sort: 'due', limit: 1 })
      for (const input of [{ sort: 'created' }, { sort: 'due', reverse: true }, { kind: 'todo' }] as ListInput[])
        await expect(track.items.list({ ...input, cursor: cursor! })).rejects.toMatchObject({ code: 'invalid' })
    })

    it('that fit end with no cursor', async () => {
      const { track } = await server.addAnyUser()
      expect(await track.items.list()).toEqual({ items: [], next_cursor: null })
      await addAll(track, 'todo', ['a', 'b'])
      expect((await track.items.list({ limit: 2 })).next_cursor).toBeNull()
      expect((await track.items.list({ limit: 1 })).next_cursor).not.toBeNull()
    })

    it('have 200 items by default, at most 1000', async () => {
      const { track } = await server.addAnyUser()
      const all = Array.from({ length: 201 }, (_, i) => `number ${i}`)
      await addAll(track, 'grocery', all)
      const page = await track.items.list()
      expect(page.items).toHaveLength(200)
      expect(await listTitles(track, { cursor: page.next_cursor! })).toEqual(['number 200'])
      expect(await listTitles(track, { limit: 1000 })).toEqual(all)
    })

    it('lose and double none of the items that stay, whatever is added, finished and moved in between', async () => {
      const { track } = await server.addAnyUser()
      const stay = await addAll(track, 'todo', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      const goes = await addAll(track, 'todo', ['1', '2', '3', '4', '5', '6', '7', '8'])
      for (const [i, { id }] of goes.entries()) await track.items.move({ id, after: stay[i]!.id })
      const left = [...goes]
      const found = await pages(track, { limit: 3 }, async () => {
        const gone = left.pop()
        if (gone) await track.items.done({ id: gone.id })
        await track.items.add({ kind: 'todo', title: 'new' })
        const other = left.at(-1)
        if (other) await track.items.move({ id: other.id, to: 'top' })
      })
      const kept = found.filter((title) => /[a-h]$/.test(title) && title.length === 1)
      expect(kept).toEqual(stay.map((item) => item.title))
    })
  })
})
