import { expect } from 'vitest'
import { DESKTOP, it, PHONE, row } from './browser.ts'
import { HOME, household } from './household.ts'

it('joins a space live, and shows in one browser what another one does there', async ({ stage }) => {
  const { track } = stage
  const page = await stage.signedIn(await stage.context({ viewport: DESKTOP }))
  const { key } = await household(stage)
  const side = page.getByRole('navigation', { name: 'Main' })
  await side.getByRole('link', { name: 'home', exact: true }).waitFor()
  await track.items.add({ kind: 'grocery', title: 'Milk' }, HOME)
  await track.items.add({ kind: 'grocery', title: 'My own chocolate' })
  await track.items.add({ kind: 'todo', title: 'Fix the tap', due: 'today', assigned: 'admin' }, HOME)
  await track.items.add({ kind: 'todo', title: 'Call Eve’s mother', due: 'today', assigned: 'eve' }, HOME)

  const tap = row(page, 'Fix the tap')
  await tap.getByText('home').waitFor()
  await tap.getByRole('img', { name: 'Assigned to admin' }).waitFor()
  expect(await row(page, 'Call Eve').count()).toBe(0)

  const eve = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }), '/today', key)
  await row(eve, 'Call Eve').waitFor()
  await eve.getByRole('link', { name: 'Lists' }).tap()
  await eve
    .getByRole('link', { name: /Groceries/ })
    .first()
    .tap()
  await eve.getByRole('navigation', { name: 'Spaces' }).getByRole('link', { name: 'home' }).tap()
  await page.goto('/spaces/home/groceries')
  await eve.getByRole('checkbox', { name: 'Bought: Milk' }).tap()
  await page.getByText('You have everything').waitFor({ timeout: 10_000 })
  await page.getByRole('navigation', { name: 'Spaces' }).getByRole('link', { name: 'Mine' }).click()
  await row(page, 'My own chocolate').waitFor()
  expect(page.url()).toMatch(/\/groceries$/)
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
