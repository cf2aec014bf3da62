import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSampleData } from '#testing/sample-data.ts'
import { DESKTOP, launch, openStage, PHONE, type Stage } from './browser.ts'

const FOLDER = '.dev/screenshots'
const VIEWS = [
  'today',
  'upcoming',
  'upcoming?view=week',
  'upcoming?view=month',
  'todos',
  'chores',
  'shopping',
  'groceries',
  'projects/kitchen-reno',
  'projects/kitchen-reno?view=board',
  'projects/synth-firmware',
  'search?q=the',
  'search?q=%23home+is:chore',
  'activity',
  'settings',
  'more',
  'lists',
]

let browser: Browser
let stage: Stage
beforeAll(async () => {
  browser = await launch()
  stage = await openStage(browser)
  await addSampleData(stage.track)
}, 60_000)
afterAll(async () => {
  await browser.close()
  await stage.close()
})

/** What lies over a view, by what opens it from the first row. */
const OVER: Record<string, (page: Page) => Promise<void>> = {
  due: (page) => page.keyboard.press('d'),
  tags: (page) => page.keyboard.press('#'),
  move: (page) => page.keyboard.press('m'),
  menu: (page) =>
    page
      .locator('#main .row')
      .nth(1)
      .click({ button: 'right', position: { x: 200, y: 20 } }),
  shortcuts: (page) => page.keyboard.press('?'),
  palette: async (page) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('ki')
  },
  'quick-add': async (page) => {
    await page.keyboard.press('q')
    await page.getByRole('dialog').getByRole('textbox').waitFor()
    await page.keyboard.type('Order tiles for the wall behind the stove, and two spare ones tomorrow p1 6/1 @ki')
  },
  selection: async (page) => {
    await page.keyboard.press('v')
    await page.keyboard.press('Shift+J')
    await page.keyboard.press('Shift+J')
  },
}

describe.each([
  ['desktop', 'light', DESKTOP],
  ['desktop', 'dark', DESKTOP],
  ['phone', 'light', PHONE],
  ['phone', 'dark', PHONE],
] as const)('screenshots, %s, %s', (device, colorScheme, viewport) => {
  const touch = device === 'phone'
  const shoot = async (page: Page, name: string) => {
    mkdirSync(FOLDER, { recursive: true })
    await page.waitForTimeout(400)
    await page.screenshot({ path: `${FOLDER}/${name}-${device}-${colorScheme}.png` })
  }

  it('shows every view', async () => {
    const context = await stage.context({ viewport, colorScheme, touch, offline: true })
    const first = await context.newPage()
    await first.goto('/')
    await shoot(first, 'first')
    const page = await stage.signedIn(context)
    for (const view of VIEWS) {
      await page.goto(`/${view}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await shoot(page, view.replace(/\W+/g, '-'))
    }
    await context.close()
    expect(stage.problems).toEqual([])
  }, 120_000)

  it('shows what lies over a view, an open item, and a view without a network', async () => {
    const context = await stage.context({ viewport, colorScheme, touch, offline: true })
    const page = await stage.signedIn(context)
    for (const [name, show] of Object.entries(OVER)) {
      if (touch && name === 'menu') continue
      await page.goto('/todos')
      await page.locator('#main .row-title').first().focus()
      await show(page)
      await shoot(page, name)
    }
    const { overdue } = await stage.track.views.today()
    await page.goto(`/today?item=${overdue[0]!.id}`)
    await shoot(page, 'item')
    await context.setOffline(true)
    await page.goto('/today')
    await page
      .getByText(/offline/i)
      .first()
      .waitFor()
    await page.locator('#main .check').first().click()
    await shoot(page, 'offline')
    await context.close()
    expect(stage.problems).toEqual([])
  }, 120_000)

  it('shows empty views, and a part that does not load', async () => {
    const fresh = await openStage(browser)
    const context = await browser.newContext({
      viewport,
      colorScheme,
      hasTouch: touch,
      serviceWorkers: 'block',
      baseURL: fresh.server.url,
      timezoneId: 'UTC',
    })
    const page = await context.newPage()
    await page.goto('/')
    await page.getByLabel(/key/i).first().fill(fresh.server.key)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
    for (const view of ['today', 'upcoming', 'todos', 'chores', 'shopping', 'groceries']) {
      await page.goto(`/${view}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await shoot(page, `empty-${view}`)
    }
    await page.route('**/assets/activity*', (route) => route.fulfill({ status: 404, body: '' }))
    await page.goto('/activity')
    await page.getByText('did not load').waitFor()
    await shoot(page, 'error')
    await context.close()
    await fresh.close()
  }, 120_000)
})
