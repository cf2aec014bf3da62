import { expect } from 'vitest'
import { add, it, PHONE, row } from './browser.ts'

it('works with no network and no server, survives a reload, and sends all in order, once', async ({ stage }) => {
  for (const title of ['Milk', 'Bread']) await stage.track.items.add({ kind: 'grocery', title })
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Old title', due: 'today' })
  const context = await stage.context({ viewport: PHONE, touch: true, offline: true })
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
  const context = await stage.context({ offline: true })
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

it('sets aside only what depends on a refused change, not what it merely mentions', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'Alpha' })
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Beta' })
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context, '/todos')
  await row(page, 'Beta').waitFor()
  await context.setOffline(true)
  await page
    .getByText(/offline/i)
    .first()
    .waitFor()
  await row(page, 'Beta').locator('.row-title').focus()
  await page.keyboard.press('Alt+ArrowUp') // moves it before Alpha
  await page.keyboard.press('4')
  await row(page, 'Alpha').locator('.row-title').focus()
  await page.keyboard.press('2')
  await page.getByRole('button', { name: /3 wait/ }).waitFor()
  await stage.track.items.remove({ id })
  await context.setOffline(false)
  await expect
    .poll(async () => (await stage.track.items.list()).items.map(({ title, priority }) => `${title} ${priority}`), {
      timeout: 15_000,
    })
    .toEqual(['Alpha 2'])
  const rejected = page.getByRole('dialog', { name: 'Waiting changes' })
  await rejected.getByText(/It depends on/).waitFor()
  expect(await rejected.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/^Moved “Beta”/),
    expect.stringMatching(/^Changed “Beta”: P4\s+It depends on: Moved “Beta”/),
  ])
}, 60_000)

it('shows what came of an added item when its answer comes late, and leaves it open', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context({ offline: true }))
  const url = '**/api/items'
  await page.route(url, async (route) => {
    await route.fetch()
    await route.abort()
  })
  await add(page, 'Written here today')
  await row(page, 'Written here').locator('.row-title').first().click()
  const title = page.locator('.item').getByRole('textbox', { name: 'Title' })
  await title.waitFor()
  const listed = async () => (await stage.track.items.list({ q: 'written' })).items
  await expect.poll(async () => (await listed()).length).toBe(1)
  await stage.track.items.update({ id: (await listed())[0]!.id, title: 'Changed elsewhere' })
  await row(page, 'Changed elsewhere').waitFor({ timeout: 20_000 }) // from the journal, once the page stops asking
  await page.unroute(url)
  await expect.poll(() => row(page, 'Written here').count(), { timeout: 20_000 }).toBe(0)
  expect(await title.inputValue()).toBe('Changed elsewhere')
  expect(await row(page, 'Changed elsewhere').count()).toBe(1)
  expect(await listed()).toEqual([])
}, 60_000)
