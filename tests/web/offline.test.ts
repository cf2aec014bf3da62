import { expect } from 'vitest'
import { add, it, PHONE, row } from './browser.ts'

it('works with no network and no server, survives a reload, and sends all in order, once', async ({ stage }) => {
  for (const title of ['Milk', 'Bread']) await stage.track.items.add({ kind: 'grocery', title })
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Old title', due: 'today' })
  const context = await stage.context({ viewport: PHONE, touch: true })
  const page = await stage.signedIn(context)
  await page.reload()
  await row(page, 'Old title').waitFor()
  const { revision } = await stage.track.me.get()
  await stage.restart(async () => {
    await context.setOffline(true)
    await page.reload()
    await row(page, 'Old title').waitFor()
    await page.goto('/groceries')
    const line = page.getByRole('textbox').first()
    for (const title of ['Eggs', 'Cheese', 'Apples']) {
      await line.fill(title)
      await line.press('Enter')
    }
    for (const title of ['Milk', 'Eggs'])
      await page
        .getByRole('checkbox', { name: new RegExp(title) })
        .first()
        .click()
    await page.goto(`/today?item=${id}`)
    const title = page.getByRole('dialog').getByRole('textbox', { name: /title/i })
    await title.fill('New title')
    await title.press('Enter')
    await page.reload()
    await page.getByText('New title').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /6 wait/ }).click()
    const waiting = page.getByRole('dialog', { name: 'Waiting changes' })
    for (const text of ['Added “Eggs”', 'Bought “Milk”', 'Changed “New title”']) await waiting.getByText(text).waitFor()
  })
  await context.setOffline(false)
  await expect.poll(async () => (await stage.track.items.get({ id })).title, { timeout: 15_000 }).toBe('New title')
  const groceries = await stage.track.items.list({ kind: 'grocery', status: 'all' })
  expect(groceries.items.map(({ title, status }) => `${title} ${status}`).toSorted()).toEqual([
    'Apples todo',
    'Bread todo',
    'Cheese todo',
    'Eggs done',
    'Milk done',
  ])
  expect((await stage.track.me.get()).revision).toBe(revision + 6)
}, 60_000)

it('shows what the server refuses of what waited, and loses nothing else', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Contested', due: 'today' })
  const context = await stage.context()
  const page = await stage.signedIn(context)
  await row(page, 'Contested').waitFor()
  await context.setOffline(true)
  await page
    .getByText(/offline/i)
    .first()
    .waitFor()
  await row(page, 'Contested').locator('.row-title').focus()
  await page.keyboard.press('2')
  await add(page, 'Other thing today')
  await stage.track.items.update({ id, title: 'Changed meanwhile' })
  await context.setOffline(false)
  await page
    .getByText(/has changed since/)
    .first()
    .waitFor({ timeout: 15_000 })
  await expect
    .poll(async () => (await stage.track.items.list()).items.map(({ title, priority }) => `${title} ${priority}`))
    .toEqual(['Changed meanwhile 3', 'Other thing 3'])
}, 60_000)
