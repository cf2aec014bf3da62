import { describe, expect } from 'vitest'
import { it, PHONE, row } from './browser.ts'

describe.each(['light', 'dark'] as const)('a phone, %s', (colorScheme) => {
  it('adds, does and undoes by thumb', async ({ stage }) => {
    const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true, colorScheme }))
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toContain(colorScheme)
    await page.getByRole('button', { name: 'Add', exact: true }).tap()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('textbox').fill('Book the hotel today p1')
    await sheet.getByRole('button', { name: 'Add' }).tap()
    await sheet.getByText('Added “Book the hotel”').waitFor()
    await page.touchscreen.tap(195, 140)
    await sheet.waitFor({ state: 'detached' })
    const status = async () => (await stage.track.items.list({ status: 'all' })).items.map((item) => item.status)
    await row(page, 'Book the hotel').getByRole('checkbox').tap()
    await expect.poll(status).toEqual(['done'])
    await page.getByRole('button', { name: 'Undo' }).last().tap()
    await expect.poll(status).toEqual(['todo'])
    await row(page, 'Book the hotel').waitFor()
  })

  it('goes through the shop', async ({ stage }) => {
    for (const [title, tag] of [
      ['Eggs', 'market'],
      ['Oat milk', 'corner shop'],
      ['Salt', 'market'],
    ])
      await stage.track.items.add({ kind: 'grocery', title: title!, tags: [tag!] })
    const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true, colorScheme }))
    await page.getByRole('link', { name: 'Lists' }).tap()
    await page.getByRole('link', { name: /Groceries/ }).tap()
    await page.getByRole('heading', { name: 'Groceries', level: 1 }).waitFor()
    const box = await row(page, 'Eggs').boundingBox()
    expect(box!.height).toBeGreaterThanOrEqual(44)
    await page.touchscreen.tap(box!.x + box!.width / 2, box!.y + box!.height / 2) // anywhere on the row
    await expect
      .poll(async () => (await stage.track.items.list({ kind: 'grocery' })).items.map((item) => item.title))
      .toEqual(['Oat milk', 'Salt'])
    const cart = page.getByRole('region', { name: 'In the cart' })
    await cart.getByText('Eggs').waitFor()
    await cart.getByRole('checkbox', { name: /Eggs/ }).tap()
    await expect.poll(async () => (await stage.track.items.list({ kind: 'grocery' })).items.length).toBe(3)
  })

  it('cuts no words of chores and gifts', async ({ stage }) => {
    const { track } = stage
    for (const [title, every, estimate] of [
      ['Clean the coffee machine', 'monthly', '20m'],
      ['Wash the bed linen', 'every 2 weeks', '25m'],
    ]) {
      const { id } = await track.items.add({ kind: 'chore', title: title!, every: every!, estimate: estimate! })
      await track.items.done({ id, on: 'yesterday' })
    }
    const often = { kind: 'chore', title: 'Take out the recycling', every: 'mon and thu', due: 'tomorrow' } as const
    await track.items.add({ ...often, tags: ['home'], estimate: '1h 20m' })
    const gift = { kind: 'gift', title: 'Scarf', recipient: 'Mom', due: 'today', occasion: 'birthday' } as const
    const { id } = await track.items.add({ ...gift, budget: '$50' })
    await track.items.done({ id })
    const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true, colorScheme }), '/chores')
    const cutWords = () =>
      page
        .locator('.row-meta > :not(.row-tags, .bar)')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent))
    await row(page, 'Wash the bed linen').getByText('yesterday').waitFor()
    expect(await page.locator('.row-meta .bar').count()).toBeGreaterThanOrEqual(2)
    expect(await cutWords()).toEqual([])
    await page.goto('/shopping')
    await row(page, 'Scarf').getByText('birthday').waitFor()
    await row(page, 'Scarf').locator('.stages').waitFor()
    expect((await cutWords()).filter((words) => !words?.startsWith('bought'))).toEqual([])
  })

  it('opens an item as a sheet, edits it, and goes back by the phone’s own button', async ({ stage }) => {
    const { id } = await stage.track.items.add({ kind: 'todo', title: 'Call the bank', due: 'today' })
    const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true, colorScheme }))
    await row(page, 'Call the bank').locator('.row-title').tap()
    const sheet = page.getByRole('dialog')
    await sheet
      .getByRole('radio', { name: '2' })
      .or(sheet.getByRole('button', { name: '2', exact: true }))
      .first()
      .tap()
    await expect.poll(async () => (await stage.track.items.get({ id })).priority).toBe(2)
    expect(page.url()).toContain(id)
    await page.goBack()
    await sheet.waitFor({ state: 'detached' })
    await row(page, 'Call the bank').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})
