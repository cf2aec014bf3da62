import { describe, expect, it } from 'vitest'
import { listTitles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const COMPOSED = 'caf\u00e9'
const DECOMPOSED = 'cafe\u0301'
const INVISIBLE = ['\u200b', '\u2060\u200d', '\u061c', '\u202e', '\ufe0f', '\u3164', '\u2800', '\u034f']

describe.each(VARIANTS)('words, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  it('that look like a date or an interval and are none stay, with a notice', async () => {
    const added = await track.items.add({ text: 'Call Ann 6/1 every 2nd blue moon tomorow' })
    expect(added).toMatchObject({
      title: 'Call Ann 6/1 every 2nd blue moon tomorow',
      due: null,
      every: null,
      understood: [],
      notices: [
        { start: 9, end: 12, message: expect.stringContaining('write jun 1 or jan 6') },
        { start: 13, end: 32, message: expect.stringContaining('“every 2nd” would be understood') },
        { start: 33, end: 40, message: expect.stringContaining('“tomorrow” would be understood') },
      ],
    })
    expect(await track.items.add({ text: 'Call Ann tomorrow' })).toMatchObject({ notices: [] })
    expect(await track.items.add({ kind: 'todo', title: 'Call Ann 6/1' })).not.toHaveProperty('notices')
  })

  it('of dates are understood wherever a date is', async () => {
    const item = await track.items.add({ kind: 'todo', title: 'Taxes', due: 'by fri 18 dec' })
    expect(item).toMatchObject({ due: '2026-12-18' })
    for (const [due, day] of [
      ['the 15th', '2026-03-15'],
      ['this weekend', '2026-03-14'],
      ['next year', '2027-01-01'],
      ['due eoy', '2026-12-31'],
      ['a week', '2026-03-17'],
    ] as const)
      expect(await track.items.update({ id: item.id, due })).toMatchObject({ due: day })
    await expect(track.items.update({ id: item.id, due: 'thu 18 dec' })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('18 December 2026 is a Friday'),
    })
  })

  it('of intervals are written in canonical form, with an end in words', async () => {
    const item = await track.items.add({ kind: 'todo', title: 'Gym', every: 'every other mon and thu until jun 30' })
    expect(item).toMatchObject({ every: '2 weeks on mon,thu until 2026-06-30', due: '2026-03-12' })
  })

  it('are kept composed, in every text', async () => {
    const project = await track.projects.add({ title: DECOMPOSED, notes: DECOMPOSED, type: 'engineering' })
    expect(project).toMatchObject({ title: COMPOSED, notes: COMPOSED, slug: 'cafe' })
    expect(await track.features.add({ slug: 'cafe', title: DECOMPOSED })).toMatchObject({ title: COMPOSED })
    const fields = { title: DECOMPOSED, notes: DECOMPOSED, tags: [DECOMPOSED], recipient: DECOMPOSED }
    const gift = await track.items.add({ kind: 'gift', ...fields, occasion: DECOMPOSED })
    expect(gift).toMatchObject({ title: COMPOSED, notes: COMPOSED, tags: [COMPOSED], recipient: COMPOSED })
    expect(gift.occasion).toBe(COMPOSED)
    expect(await track.items.add({ text: `${DECOMPOSED} #${DECOMPOSED} tomorrow` })).toMatchObject({
      title: COMPOSED,
      tags: [COMPOSED],
      due: '2026-03-11',
    })
    for (const tag of [COMPOSED, DECOMPOSED, DECOMPOSED.toUpperCase()])
      expect(await listTitles(track, { tag })).toEqual([COMPOSED, COMPOSED])
  })

  it('that show nothing are no title and no tag', async () => {
    const { id } = await track.items.add({ kind: 'todo', title: 'Seen', tags: ['seen'] })
    for (const nothing of INVISIBLE) {
      for (const input of [{ title: nothing }, { tags: [nothing] }])
        await expect(track.items.update({ id, ...input })).rejects.toMatchObject({ code: 'invalid' })
      await expect(track.items.add({ text: nothing })).rejects.toMatchObject({ code: 'invalid' })
      await expect(track.projects.add({ title: nothing })).rejects.toMatchObject({ code: 'invalid' })
    }
    for (const title of ['👩‍👩‍👧', '❤️', 'ـ', '.', '\u0e33'])
      expect(await track.items.update({ id, title })).toMatchObject({ title })
  })

  it.each([
    ['キッチン', 'kitchin'],
    ['Дача', 'dacha'],
    ['مطبخ', 'mtbkh'],
    ['🏠', 'house'],
    ['Кухня 2', 'kukhnya-2'],
    ['Kitchen Reno!', 'kitchen-reno'],
    ['Straße', 'strasse'],
  ])('of a title in any script make the slug: %s is %s', async (title, slug) => {
    expect(await track.projects.add({ title })).toMatchObject({ title, slug })
    const added = await track.items.add({ text: `Paint it @${title} tomorrow` })
    expect(added).toMatchObject({ kind: 'task', title: 'Paint it', project: slug, due: '2026-03-11' })
    expect(await track.items.add({ text: `Paint it @${slug}` })).toMatchObject({ project: slug })
  })

  it('of numbers may have a comma for the decimals', async () => {
    expect(await track.items.add({ kind: 'shopping', title: 'Lamp', budget: '49,99' })).toMatchObject({ budget: 49.99 })
    expect(await track.items.add({ kind: 'shopping', title: 'Sofa', budget: '1.299,50' })).toMatchObject({
      budget: 1299.5,
    })
    expect(await track.items.add({ kind: 'todo', title: 'Clean', estimate: '1,5h' })).toMatchObject({ estimate: 90 })
    await expect(track.items.add({ kind: 'shopping', title: 'Lamp', budget: '€20' })).rejects.toMatchObject({
      message: expect.stringContaining('€ is another currency than USD'),
    })
    await expect(track.items.add({ kind: 'shopping', title: 'Lamp', budget: '1,299' })).rejects.toMatchObject({
      message: expect.stringContaining('it could be 1299 or 1.299'),
    })
  })

  it('of a gift say for whom and for what it is', async () => {
    expect(await track.items.add({ text: 'gift: book for kids for Mom' })).toMatchObject({
      title: 'book for kids',
      recipient: 'Mom',
    })
    expect(await track.items.add({ text: "gift: scarf for Mom's birthday $50" })).toMatchObject({
      title: 'scarf',
      recipient: 'Mom',
      occasion: 'birthday',
      budget: 50,
    })
  })
})
