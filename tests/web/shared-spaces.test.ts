import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { it, PHONE, row } from './browser.ts'
import { household, HOME } from './household.ts'
import { violations } from './violations.ts'

it('joins a space live, shows it with one’s own, and tells what another one does there', async ({ stage }) => {
  const { track } = stage
  const page = await stage.signedIn(await stage.context())
  const { key } = await household(stage)
  await page.getByRole('link', { name: 'home', exact: true }).waitFor()
  await track.items.add({ kind: 'grocery', title: 'Milk' }, HOME)
  await track.items.add({ kind: 'grocery', title: 'My own chocolate' })
  await track.items.add({ kind: 'todo', title: 'Fix the tap', due: 'today', assigned: 'admin' }, HOME)
  await track.items.add({ kind: 'todo', title: 'Call Eve’s mother', due: 'today', assigned: 'eve' }, HOME)
  const tap = row(page, 'Fix the tap')
  await tap.getByText('home').waitFor()
  await tap.getByRole('img', { name: 'Assigned to admin' }).waitFor()
  expect(await row(page, 'Call Eve').count()).toBe(0)
  expect(await violations(page)).toEqual([])

  const eve = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }), '/today', key)
  await row(eve, 'Call Eve').waitFor()
  await eve.getByRole('link', { name: 'Lists' }).tap()
  await eve.getByRole('heading', { name: 'home' }).waitFor()
  expect(await violations(eve)).toEqual([])
  await eve
    .getByRole('link', { name: /Groceries/ })
    .first()
    .tap()
  const switchOf = (one: Page) => one.getByRole('navigation', { name: 'Spaces' })
  await switchOf(eve).getByRole('link', { name: 'home' }).tap()
  await page.goto('/spaces/home/groceries')
  await eve.getByRole('checkbox', { name: 'Bought: Milk' }).tap()
  await row(page, 'Milk').getByRole('img', { name: 'Done by eve' }).waitFor({ timeout: 10_000 })
  expect(await violations(eve)).toEqual([])
  expect(await violations(page)).toEqual([])
  expect(await page.title()).toBe('Groceries · home · Track')
  await switchOf(page).getByRole('link', { name: 'Mine' }).press('Enter')
  await row(page, 'My own chocolate').waitFor()
  expect(page.url()).toMatch(/\/groceries$/)
  await page.goto('/spaces/home/activity')
  await page.getByText(/eve · .* by the web page/).waitFor()
})

it('adds where one chooses or usually does, undoes there, and forgets a space that one has left', async ({ stage }) => {
  const { track } = stage
  const { eve, key } = await household(stage)
  const page = await stage.signedIn(await stage.context(), '/today', key)
  const titles = async (options = {}) => (await eve.items.list({}, options)).items.map(({ title }) => title)
  await page.keyboard.press('q')
  await page.keyboard.type('Water the plants')
  await page.getByRole('button', { name: 'Space: Mine' }).press('Enter')
  await page.getByRole('menuitemradio', { name: 'home' }).press('Enter')
  await page.getByRole('button', { name: 'Space: home' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Add anything' }).press('Enter')
  await page.keyboard.press('Escape')
  await expect.poll(() => titles(HOME), { timeout: 10_000 }).toEqual(['Water the plants'])
  await page.keyboard.press('z')
  await expect.poll(() => titles(HOME), { timeout: 10_000 }).toEqual([])

  await eve.me.update({ defaults: { groceries: 'home' } })
  await page.goto('/spaces/home/todos')
  await page.reload()
  await page.getByRole('link', { name: 'Today' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.keyboard.press('q')
  await page.keyboard.type('grocery: oats')
  await page.getByRole('button', { name: 'Space: home' }).waitFor({ timeout: 10_000 })
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect.poll(() => titles(HOME), { timeout: 10_000 }).toEqual(['oats'])
  await page.keyboard.press('g')
  await page.keyboard.press('g')
  await page.waitForURL('**/spaces/home/groceries')
  await row(page, 'oats').waitFor()

  await track.members.remove({ name: 'home', user: 'eve' })
  await page.getByText('You are in no space named home').waitFor({ timeout: 10_000 })
  const databases = () => page.evaluate(async () => (await indexedDB.databases()).length)
  await expect.poll(databases, { timeout: 10_000 }).toBe(1)
})

it('keeps what two people do offline, all of it once, and passes a turn on once', async ({ stage }) => {
  const { track } = stage
  const { key } = await household(stage)
  for (const title of ['Milk', 'Bread']) await track.items.add({ kind: 'grocery', title }, HOME)
  await track.items.add({ kind: 'chore', title: 'Bins', every: 'daily', turns: ['eve', 'admin'], due: 'today' }, HOME)
  const contexts = [await stage.context({ offline: true }), await stage.context({ offline: true })] as const
  const mine = await stage.signedIn(contexts[0])
  const eves = await stage.signedIn(contexts[1], '/today', key)
  const pages = [mine, eves] as const
  for (const one of pages) {
    await one.goto('/spaces/home/groceries')
    await row(one, 'Milk').waitFor()
  }
  for (const context of contexts) await context.setOffline(true)
  for (const [one, title] of [
    [mine, 'Eggs'],
    [eves, 'Apples'],
  ] as const) {
    await one.getByRole('checkbox', { name: 'Bought: Milk' }).click()
    await one.getByRole('textbox', { name: 'Add groceries' }).fill(title)
    await one.keyboard.press('Enter')
    await row(one, title).waitFor()
    await one
      .getByRole('link', { name: /Chores/ })
      .last()
      .click()
    await one.getByRole('checkbox', { name: 'Done: Bins' }).click()
    await one.getByRole('button', { name: /3 wait/ }).waitFor()
  }
  await eves.reload()
  await eves.getByRole('button', { name: /3 wait/ }).waitFor()
  for (const context of contexts) await context.setOffline(false)
  for (const one of pages) {
    await one.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 })
    await one.goto('/spaces/home/groceries')
    for (const title of ['Eggs', 'Apples', 'Bread']) await row(one, title).waitFor()
    await one.getByRole('checkbox', { name: 'Bought: Milk', checked: true }).waitFor()
  }
  const { items } = await track.items.list({ status: 'all' }, HOME)
  expect(items.map(({ title, status, assigned }) => [title, status, assigned].join(' ')).toSorted()).toEqual([
    'Apples todo ',
    'Bins todo admin',
    'Bread todo ',
    'Eggs todo ',
    'Milk done ',
  ])
}, 90_000)
