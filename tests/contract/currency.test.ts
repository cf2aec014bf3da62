import { describe, expect, it } from 'vitest'
import type { Import } from '#contract/types.ts'
import { revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('the currency of a user, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  it('is USD until another one is chosen, which raises the revision', async () => {
    expect((await track.me.get()).currency).toBe('USD')
    expect(await track.me.update({ currency: ' eur ' })).toMatchObject({
      currency: 'EUR',
      timezone: 'UTC',
      revision: 1,
    })
    expect(await track.me.update({ currency: 'EUR' })).toMatchObject({ revision: 1 })
    const both = { currency: 'GBP', timezone: 'Europe/London', unless_chosen: true }
    expect(await track.me.update(both)).toMatchObject({ currency: 'GBP', timezone: 'Europe/London', revision: 2 })
    expect(await track.me.update({})).toMatchObject({ currency: 'GBP', revision: 2 })
    for (const currency of ['', 'EURO', 'XYZ', '€'])
      await expect(track.me.update({ currency })).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'currency', message: expect.any(String) }] },
      })
  })

  it('is that of amounts: others are refused by name', async () => {
    const add = (budget: string) => track.items.add({ kind: 'shopping', title: 'Lamp', budget })
    expect((await add('$49,99')).budget).toBe(49.99)
    await track.me.update({ currency: 'EUR' })
    expect((await add('€20')).budget).toBe(20)
    expect((await add('1.299,50 €')).budget).toBe(1299.5)
    const { id } = await add('49,99')
    const refused = {
      code: 'invalid',
      details: { errors: [{ path: 'budget', message: expect.stringContaining('$ is another currency than EUR') }] },
    }
    const before = await revisionOf(track)
    await expect(add('$50')).rejects.toMatchObject(refused)
    await expect(track.items.update({ id, budget: '50$' })).rejects.toMatchObject(refused)
    await expect(track.items.convert({ id, kind: 'gift', budget: '$1' })).rejects.toMatchObject(refused)
    await expect(
      track.batch.run({ operations: [{ op: 'items.update', input: { id, budget: '$1' } }] }),
    ).rejects.toMatchObject({ details: { errors: [{ path: 'operations.0.input.budget' }] } })
    await expect(add('20 kg')).rejects.toMatchObject({ details: { errors: [{ path: 'budget' }] } })
    expect(await revisionOf(track)).toBe(before)
  })

  it('is that of amounts in quick add', async () => {
    await track.me.update({ currency: 'EUR' })
    expect(await track.items.add({ text: 'buy: lamp €20' })).toMatchObject({ title: 'lamp', budget: 20 })
    expect(await track.items.add({ text: 'gift: scarf 19,99 € for Mom' })).toMatchObject({
      title: 'scarf',
      budget: 19.99,
      recipient: 'Mom',
    })
    const other = await track.items.add({ text: 'buy: lamp $20' })
    expect(other).toMatchObject({ title: 'lamp $20', budget: null })
    expect(other.notices).toEqual([{ start: 10, end: 13, message: '“$20” stays in the title: it is not in EUR' }])
  })

  it('goes along with an export, to whoever has nothing in another one', async () => {
    await track.me.update({ currency: 'EUR' })
    await track.items.add({ kind: 'shopping', title: 'Lamp', budget: 20 })
    const document = (await track.data.export()) as Import
    expect(document.user).toMatchObject({ currency: 'EUR' })
    const eve = await server.addAnyUser()
    await eve.track.data.import(document)
    expect((await eve.track.me.get()).currency).toBe('EUR')
    const bob = await server.addAnyUser()
    await bob.track.items.add({ kind: 'todo', title: 'Something' })
    await expect(bob.track.data.import(document)).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'user.currency' }] },
    })
    expect((await bob.track.me.get()).currency).toBe('USD')
    const { currency: _, ...user } = document.user!
    await bob.track.data.import({ ...document, user })
    expect((await bob.track.items.list({ kind: 'shopping' })).items).toMatchObject([{ budget: 20 }])
  })
})
