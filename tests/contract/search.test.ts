import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { addAll, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('search, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  const found = async (q: string) => titles((await track.search.find({ q })).items)

  it('looks through titles, notes and tags, of all kinds, open or not', async () => {
    await track.items.add({ kind: 'todo', title: 'Call the plumber' })
    await track.items.add({ kind: 'grocery', title: 'Milk', notes: 'The plumber drinks it' })
    await track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly', tags: ['plumber'] })
    const { id } = await track.items.add({ kind: 'shopping', title: 'Plumber tape' })
    await track.items.done({ id })
    expect((await found('plumber')).toSorted()).toEqual(['Call the plumber', 'Milk', 'Plumber tape', 'Sweep'])
    expect(await found('electrician')).toEqual([])
  })

  it('ranks whole words before beginnings', async () => {
    await addAll(track, 'todo', ['Cat', 'Catalogue', 'Concatenate', 'Cats', 'Feed the cat'])
    const order = await found('cat')
    expect(order.slice(0, 2).toSorted()).toEqual(['Cat', 'Feed the cat'])
    expect(order.slice(2).toSorted()).toEqual(['Catalogue', 'Cats'])
    for (let i = 0; i < 60; i++) await track.items.add({ kind: 'grocery', title: `Catfish ${i}` })
    expect((await found('cat')).slice(0, 2).toSorted()).toEqual(['Cat', 'Feed the cat'])
  })

  it('needs every word, in any order and any field, whatever the case', async () => {
    await track.items.add({ kind: 'todo', title: 'Paint the Garden shed', notes: 'Green, two coats' })
    await track.items.add({ kind: 'todo', title: 'Garden chairs' })
    expect(await found('shed GARDEN')).toEqual(['Paint the Garden shed'])
    expect(await found('gar gre')).toEqual(['Paint the Garden shed'])
    expect(await found('garden blue')).toEqual([])
  })

  it.each([
    ['買う', '牛乳を買う'],
    ['乳', '牛乳を買う'],
    ['สะอาด', 'ทำความสะอาดบ้าน'],
    ['🍕', '🍕 night'],
    ['smorrebrod', 'Smørrebrød'],
    ['lodz', 'Łódź trip'],
    ['strasse', 'Straße fegen'],
    ['email', 'e-mail Bob'],
    ['e-mail', 'Email Ann'],
    ['1.2.3', 'v1.2.3 release'],
    ['dont', "don't forget"],
    ['c++', 'C++ book'],
    ['c+', 'C++ book'],
    ['C#', 'C# course'],
  ])('finds by %s: %s', async (query, title) => {
    const others = ['cable', 'mail', '牛肉', 'release 4', 'done', 'c']
    await addAll(track, 'todo', [title, ...others])
    expect(await found(query)).toEqual([title])
    for (let i = 0; i < 33; i++) await track.items.add({ kind: 'grocery', title: 'until all is in the index' })
    expect(await found(query)).toEqual([title])
    expect(titles((await track.items.list({ q: query })).items)).toEqual([title])
  })

  it('follows every edit, removal and undo', async () => {
    const { id } = await track.items.add({ kind: 'todo', title: 'Alpha', notes: 'beta', tags: ['gamma'] })
    await track.items.update({ id, title: 'Delta', notes: null })
    expect(await found('alpha')).toEqual([])
    expect(await found('beta')).toEqual([])
    expect(await found('gamma')).toEqual(['Delta'])
    await track.changes.undo({})
    expect(await found('beta')).toEqual(['Alpha'])
    expect(await found('delta')).toEqual([])
    await track.items.remove({ id })
    expect(await found('alpha')).toEqual([])
    await track.changes.undo({})
    expect(await found('alpha')).toEqual(['Alpha'])
  })

  it.each([
    ['Café crème', 'cafe', 'CRÈME', 'café'],
    ['Купить йогурт и ёлку', 'йогурт', 'ЁЛКУ', 'купи'],
    ['한국어 공부하기', '한국어', '공부', '한'],
    ['ガソリンを入れる', 'ガソリンを入れる', 'ガソ', 'ガ'],
    ['买牛奶', '买牛奶', '买'],
    ['हिन्दी सीखना', 'हिन्दी', 'सीख'],
    ['Ξεσκόνισμα', 'ξεσκόνισμα', 'ΞΕΣΚΟΝΙΣΜΑ', 'ξεσκ'],
    ['Straße kehren', 'straße', 'stra'],
    ['ซื้อนม', 'ซื้อนม', 'ซื้อ'],
    ['קניות שבועיות', 'קניות'],
    ['Tür öffnen', 'tur', 'öff'],
    ['Smörgåsbord x²', 'smorgas', 'x2'],
    ['İstanbul bileti', 'istanbul'],
    ['C++ & don’t-stop e-mail', 'c', "don't", 'e-mail', 'stop'],
    ['𞤀𞤣𞤤𞤢𞤥 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 a𞤀b', '𞤀𞤣𞤤𞤢𞤥', 'unicode', 'a𞤀b'],
  ])('finds %s', async (title, ...queries) => {
    await track.items.add({ kind: 'todo', title })
    for (const q of queries) expect(await found(q), q).toEqual([title])
  })

  it.each([
    '"',
    "'",
    '*',
    'a*',
    'NEAR(a b)',
    'a AND',
    'OR',
    '-a',
    'title:a',
    'a"b',
    '{a}',
    '(',
    '\\',
    '%',
    '_',
    '^a',
    'a : b',
    ';',
    '--',
    'owner:u',
  ])('reads %s as words, not as a language', async (q) => {
    await addAll(track, 'todo', ['a b'])
    expect(Array.isArray(await found(q))).toBe(true)
  })

  it('takes any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), async (text) => {
        await track.search.find({ q: text })
        await track.items.list({ q: text })
      }),
      { numRuns: 30 },
    )
    await expect(track.search.find({ q: '' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'q' }] },
    })
    await expect(track.search.find({ q: 'x'.repeat(501) })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('answers in pages that lose and double nothing', async () => {
    const all = Array.from({ length: 25 }, (_, i) => `Nail ${i}`)
    await addAll(track, 'shopping', all)
    const whole = (await track.search.find({ q: 'nail' })).items
    const pages = []
    let cursor: string | null | undefined
    do {
      const page: Awaited<ReturnType<Track['search']['find']>> = await track.search.find({
        q: 'nail',
        limit: 10,
        ...(cursor && { cursor }),
      })
      pages.push(page.items)
      cursor = page.next_cursor
    } while (cursor)
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5])
    expect(pages.flat()).toEqual(whole)
    await expect(track.search.find({ q: 'nail', cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('finds none of what others have', async () => {
    const other = await server.addAnyUser()
    await addAll(other.track, 'todo', ['Secret plan'])
    expect(await found('secret')).toEqual([])
    expect(await found(`u${other.id.replaceAll('-', '')}`)).toEqual([])
    await addAll(track, 'todo', ['Secret of mine'])
    expect(await found('secret')).toEqual(['Secret of mine'])
  })

  it('finds what is older than many matches in projects that are archived or done', async () => {
    await addAll(track, 'todo', ['Walrus'])
    const [archived, done] = [
      await track.projects.add({ title: 'Arctic' }),
      await track.projects.add({ title: 'Arctic two' }),
    ]
    await addAll(track, 'task', ['Walrus that stays'], {
      project: (await track.projects.add({ title: 'Arctic-two tours' })).slug,
    })
    for (const { slug } of [archived, done])
      await addAll(
        track,
        'task',
        Array.from({ length: 510 }, (_, i) => `Walrus ${i}`),
        { project: slug },
      )
    const moving = (await track.search.find({ q: 'walrus 7' })).items[0]!
    await track.projects.update({ slug: archived.slug, status: 'archived' })
    await track.projects.update({ slug: done.slug, status: 'done' })
    expect((await found('walrus')).toSorted()).toEqual(['Walrus', 'Walrus that stays'])
    const { slug } = await track.projects.add({ title: 'Zoo' })
    await track.items.update({ id: moving.id, project: slug })
    expect((await found('walrus')).toSorted()).toEqual(['Walrus', moving.title, 'Walrus that stays'].toSorted())
    await track.projects.update({ slug: archived.slug, status: 'active' })
    expect((await found('walrus')).length).toBeGreaterThan(40)
  })

  it('looks at a bounded number of the newest matches', async () => {
    await addAll(track, 'todo', ['Zebra'])
    await addAll(
      track,
      'grocery',
      Array.from({ length: 600 }, (_, i) => `Zebrafish ${i}`),
    )
    const { items } = await track.search.find({ q: 'zebra', limit: 1000 })
    expect(items.length).toBeGreaterThanOrEqual(100)
    expect(items.length).toBeLessThan(601)
    expect(items[0]!.title).toBe('Zebrafish 599')
  })
})
