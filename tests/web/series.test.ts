import { expect } from 'vitest'
import { addDays, shiftMonths } from '#domain/dates.ts'
import { drag } from './gestures.ts'
import { it, row } from './browser.ts'

it('postpones what recurs just this time, or moves the series from now on', async ({ stage }) => {
  const { date } = await stage.track.views.today()
  const rent = await stage.track.items.add({ kind: 'todo', title: 'Rent', due: date, every: 'monthly' })
  const page = await stage.signedIn(await stage.context(), '/today')
  await row(page, 'Rent')
    .locator('.row-title')
    .click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('d')
  const once = page.getByRole('radio', { name: 'Just this time' })
  await once.waitFor()
  expect(await once.isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Tomorrow' }).click()
  const item = () => stage.track.items.get({ id: rent.id })
  await expect.poll(async () => (await item()).due).toBe(addDays(date, 1))
  expect((await item()).anchor).toBe(date)

  await page.goto(`${new URL(page.url()).origin}/todos`)
  await row(page, 'Rent')
    .locator('.row-title')
    .click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('d')
  await page.getByText('From now on').click()
  await page.getByRole('textbox', { name: 'Due' }).fill('in 3 days')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await item()).anchor).toBe(addDays(date, 3))
  expect((await item()).due).toBe(addDays(date, 3))
})

it('says which days a series may go on from', async ({ stage }) => {
  const { date } = await stage.track.views.today()
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
  const every = names[new Date(`${date}T12:00:00Z`).getUTCDay()]!
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Gym', due: date, every })
  const page = await stage.signedIn(await stage.context(), `/today?item=${id}`)
  await page.getByRole('button', { name: 'Due: pick a day' }).click()
  await page.getByText('From now on').click()
  await page.getByRole('button', { name: 'Tomorrow' }).click()
  await page
    .getByRole('alert')
    .filter({ hasText: `This day is none of “every ${every}”.` })
    .waitFor()
  await page.getByText('Just this time').click()
  await page.getByRole('button', { name: 'Tomorrow' }).click()
  await expect.poll(async () => (await stage.track.items.get({ id })).due).toBe(addDays(date, 1))
  expect((await stage.track.items.get({ id })).anchor).toBe(date)
})

it('dragged to another day is postponed once', async ({ stage }) => {
  const { date } = await stage.track.views.today()
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Water', due: date, every: 'monthly' })
  const page = await stage.signedIn(await stage.context(), '/upcoming')
  await drag(page, row(page, 'Water').first(), page.locator('.agenda-day').nth(2))
  await expect.poll(async () => (await stage.track.items.get({ id })).due).toBe(addDays(date, 2))
  expect((await stage.track.items.get({ id })).anchor).toBe(date)
  const { added } = await stage.track.items.done({ id })
  expect(added!.due).toBe(shiftMonths(date, 1))
})

it('takes an item back out of done with the copy that it left', async ({ stage }) => {
  const { date } = await stage.track.views.today()
  await stage.track.items.add({ kind: 'todo', title: 'Vitamins', due: date, every: 'daily' })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await row(page, 'Vitamins')
    .locator('.row-title')
    .click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('x')
  await expect.poll(async () => (await stage.track.items.list({ status: 'all' })).items.length).toBe(2)
  const done = (await stage.track.items.list({ status: 'done' })).items[0]!
  await page.goto(`${new URL(page.url()).origin}/todos?item=${done.id}`)
  await page.getByRole('button', { name: 'Reopen' }).click()
  await expect.poll(async () => (await stage.track.items.list({ status: 'all' })).items.length).toBe(1)
})

it('says why what is opened again no longer repeats', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Vitamins', due: 'today', every: 'daily' })
  const { added } = await stage.track.items.done({ id })
  await stage.track.items.update({ id: added!.id, notes: 'With breakfast' })
  const page = await stage.signedIn(await stage.context(), `/today?item=${id}`)
  await page.getByRole('button', { name: 'Reopen' }).click()
  await page.getByText(`${added!.id} goes on with the series, so this one no longer repeats`).waitFor()
  await expect.poll(async () => (await stage.track.items.get({ id })).every).toBe(null)
})

it('writes amounts in the currency that is chosen', async ({ stage }) => {
  await stage.track.items.add({ kind: 'shopping', title: 'Lamp', budget: 49.9 })
  const page = await stage.signedIn(await stage.context(), '/shopping')
  await row(page, 'Lamp').getByText('$49.90').waitFor()
  await page.goto(`${new URL(page.url()).origin}/settings`)
  await page.getByLabel('Your currency').fill('eur')
  await page.keyboard.press('Enter')
  await page.getByText('Amounts are now in EUR').waitFor()
  await page.goto(`${new URL(page.url()).origin}/shopping`)
  await row(page, 'Lamp').getByText('€49.90').waitFor()
  await page.keyboard.press('q')
  await page.keyboard.type('buy: rug 20 €')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stage.track.items.list({ q: 'rug' })).items[0]?.budget).toBe(20)
})
