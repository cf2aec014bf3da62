import { expect } from 'vitest'
import { it, row } from './browser.ts'
import { drag } from './gestures.ts'
import { household, HOME } from './household.ts'

const SLOW = { timeout: 15_000 }

it('moves items to another space and back by mouse, key and selection, each with undo, and keeps gifts secret', async ({
  stage,
}) => {
  const { track } = stage
  await household(stage)
  await track.members.update({ name: 'home', user: 'eve', called: ['Mom'] })
  await track.projects.add({ slug: 'reno', title: 'Renovation' })
  await track.items.add({ kind: 'task', title: 'Order tiles', project: 'reno', due: 'today' })
  await track.items.add({ kind: 'todo', title: 'Fix the tap', due: 'today' })
  await track.items.add({ kind: 'gift', title: 'Wool scarf', recipient: 'Mom', due: 'today' })
  const kindsIn = async (options?: typeof HOME) =>
    Object.fromEntries((await track.items.list({}, options)).items.map(({ title, kind }) => [title, kind]))
  const page = await stage.signedIn(await stage.context())
  const side = page.getByRole('navigation', { name: 'Main' })
  const home = side.getByRole('link', { name: 'home', exact: true })
  const isAtHome = (title: string) => row(page, title).getByText('home').waitFor()

  await row(page, 'Fix the tap').waitFor()
  await drag(page, row(page, 'Fix the tap').locator('.row-title'), home)
  await isAtHome('Fix the tap')
  await page.getByText('Moved “Fix the tap” to home').waitFor()
  await expect.poll(() => kindsIn(HOME), SLOW).toEqual({ 'Fix the tap': 'todo' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await row(page, 'Fix the tap').getByText('home').waitFor({ state: 'detached' })
  await expect.poll(() => kindsIn(HOME), SLOW).toEqual({})

  await row(page, 'Order tiles').locator('.row-title').click()
  const panel = page.getByRole('complementary', { name: 'Order tiles' })
  await panel.getByText('Task').waitFor()
  await row(page, 'Order tiles').locator('.row-title').focus()
  await page.keyboard.press('m')
  await page.keyboard.type('home')
  await page.keyboard.press('Enter')
  await isAtHome('Order tiles')
  await panel.getByText('Todo').waitFor() // home has no such project
  await expect.poll(() => new URL(page.url()).searchParams.get('item'), SLOW).toMatch(/^home\/t-/)
  await expect.poll(() => kindsIn(HOME), SLOW).toEqual({ 'Order tiles': 'todo' })
  await page.keyboard.press('Escape')

  await drag(page, row(page, 'Fix the tap').locator('.row-title'), side.getByRole('link', { name: /Groceries/ }).last())
  await expect.poll(() => kindsIn(HOME), SLOW).toEqual({ 'Order tiles': 'todo', 'Fix the tap': 'grocery' })
  await isAtHome('Fix the tap')
  await row(page, 'Order tiles').locator('.row-title').focus()
  await page.keyboard.press('v')
  await row(page, 'Fix the tap').locator('.row-title').focus()
  await page.keyboard.press('v')
  await page.getByRole('toolbar', { name: 'Selected items' }).getByRole('button', { name: 'Move' }).click()
  await page.getByRole('option', { name: 'Mine' }).click()
  await page.getByText('Moved 2 items to your own space').waitFor()
  await expect.poll(() => kindsIn(HOME), SLOW).toEqual({})
  await page.keyboard.press('Escape')

  await drag(page, row(page, 'Wool scarf').locator('.row-title'), home)
  await page.getByText('Mom is a member of home and would see the gift. Keep it in your own space').waitFor()
  expect(await kindsIn(HOME)).toEqual({})
  await page.goto('/spaces/home/shopping')
  await page.getByRole('heading', { name: 'Shopping', level: 1 }).waitFor()
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByRole('textbox').fill('gift: earrings for Mom')
  await page.keyboard.press('Enter')
  await page.getByText('would see the gift. Keep it in your own space').waitFor()
}, 120_000)
