import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSampleData } from '#testing/sample-data.ts'
import { DESKTOP, launch, openStage, PHONE, type Stage } from './browser.ts'

const FOLDER = '.dev/screenshots'
const VIEWS = [
  'today',
  'upcoming',
  'todos',
  'chores',
  'shopping',
  'groceries',
  'projects/kitchen-reno',
  'projects/synth-firmware',
  'search?q=the',
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

describe.each([
  ['desktop', 'light', DESKTOP],
  ['desktop', 'dark', DESKTOP],
  ['phone', 'light', PHONE],
  ['phone', 'dark', PHONE],
] as const)('screenshots, %s, %s', (device, colorScheme, viewport) => {
  it('shows every view', async () => {
    mkdirSync(FOLDER, { recursive: true })
    const context = await stage.context({ viewport, colorScheme, touch: device === 'phone' })
    const first = await context.newPage()
    await first.goto('/')
    await first.waitForTimeout(300)
    await first.screenshot({ path: `${FOLDER}/first-${device}-${colorScheme}.png` })
    const page = await stage.signedIn(context)
    for (const view of VIEWS) {
      await page.goto(`/${view}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${FOLDER}/${view.replace(/\W+/g, '-')}-${device}-${colorScheme}.png` })
    }
    const { overdue } = await stage.track.views.today()
    await page.goto(`/today?item=${overdue[0]!.id}`)
    await page.waitForTimeout(600)
    await page.screenshot({ path: `${FOLDER}/item-${device}-${colorScheme}.png` })
    await context.close()
    expect(stage.problems).toEqual([])
  }, 120_000)
})
