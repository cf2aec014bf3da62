import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { it, type Stage } from './browser.ts'

/** A page as over plain http in a home, where browsers allow no service worker, that lacks some of its files. */
async function pageWithout(browser: Browser, stage: Stage, missing: string): Promise<Page> {
  const context = await browser.newContext({ serviceWorkers: 'block', baseURL: stage.server.url, timezoneId: 'UTC' })
  const page = await context.newPage()
  await page.route(missing, (route) => route.fulfill({ status: 404, body: 'gone' }))
  await page.goto('/')
  await page.getByLabel('Your key').fill(stage.server.key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  return page
}

/** The server's page names other scripts, as after an upgrade. */
const upgrade = (page: Page) =>
  page.route('/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<script type="module" src="./assets/index-new.js"></script>' }),
  )

it('a part that cannot be loaded says so, offers to reload, and is tried again', async ({ browser, stage }) => {
  const page = await pageWithout(browser, stage, '**/assets/upcoming*')
  await page.getByRole('link', { name: /^Upcoming/ }).click()
  await page.getByText('This part of the page did not load').waitFor()
  await page.getByRole('button', { name: 'Reload the page' }).click()
  await page.getByText('This part of the page did not load').waitFor()
  await page.unrouteAll()
  await page.getByRole('link', { name: /^Today/ }).click()
  await page.getByRole('link', { name: /^Upcoming/ }).click()
  await page.getByRole('heading', { name: 'Upcoming', level: 1 }).waitFor()
})

it('an open page reloads by itself after an upgrade, once', async ({ browser, stage }) => {
  const page = await pageWithout(browser, stage, '**/assets/{upcoming,chores}*')
  await upgrade(page)
  let loads = 0
  page.on('load', () => loads++)
  await page.getByRole('link', { name: /^Upcoming/ }).click()
  await expect.poll(() => loads).toBe(1)
  await page.getByText('This part of the page did not load').waitFor()
  await page.unroute('**/assets/{upcoming,chores}*')
  await page.getByRole('button', { name: 'Reload the page' }).click()
  await page.getByRole('heading', { name: 'Upcoming', level: 1 }).waitFor()
  expect(loads).toBe(2)
})

it('a page in which something is being typed is not reloaded', async ({ browser, stage }) => {
  const page = await pageWithout(browser, stage, '**/assets/palette*')
  await upgrade(page)
  await page.getByRole('link', { name: /^Groceries/ }).click()
  const line = page.getByRole('textbox').first()
  await line.fill('Milk')
  await page.keyboard.press('Control+k')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('This part of the page did not load').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await line.inputValue()).toBe('Milk')
})
