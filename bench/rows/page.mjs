import { existsSync } from 'node:fs'
import { CHROMIUM, launchChromium } from '../../scripts/chromium.mjs'
import { copyDataset } from '../dataset.mjs'
import { median } from '../measure.mjs'
import { storeAccount, VIEWS } from '../page/account.mjs'
import { framesDuring, installClocks, slowestKey, timesOfKeys, timeToFirstRow, timeToView } from '../page/clocks.mjs'
import { lighthouseRows } from '../page/lighthouse.mjs'
import { startTrack, withAllCores } from '../processes.mjs'

const TYPED_LINE = 'call the dentist tomorrow p1 #h'
const STEPS = 50
const SCROLL_PX = 15_000
const SCROLL_PX_PER_S = 3000
/** How often what is dragged is moved up and down, and by how much. */
const DRAG_STEPS = 240
const DRAG_STEP_PX = 8
const DRAGGED_BETWEEN = [220, 700]
const MEGABYTE = 2 ** 20

/** The page in a browser, with 10,000 items: times to first rows, of keys and of frames; and what Lighthouse says. */
export async function page(context) {
  if (!existsSync(CHROMIUM)) {
    console.error(`there is no browser at ${CHROMIUM}: the page is not measured`)
    return []
  }
  return [...(await measuredRows(context)), ...(await lighthouseRows(context))]
}

async function measuredRows({ repeats, report }) {
  const dataset = copyDataset('standard', 'page')
  const track = await startTrack(dataset.folder)
  const browser = await withAllCores(launchChromium)
  try {
    const visits = []
    for (let i = 0; i < repeats; i++) visits.push(await measureVisit(browser, track.url, dataset.key))
    const of = (name) => visits.map((visit) => visit[name])
    const row = (name, unit, target, values, reached = median(values)) =>
      report({ name: `page: ${name}`, unit, target, reached, spread: [Math.min(...values), Math.max(...values)] })
    return [
      row('first view, first visit', 'ms', { max: 1000 }, of('first')),
      row('first view, later visit', 'ms', { max: 1000 }, of('again')),
      row('reload of Upcoming', 'ms', { max: 1000 }, of('reload')),
      row('key in quick add, median', 'ms', { max: 30 }, of('typing').map(median)),
      row(
        'key in quick add, slowest',
        'ms',
        { max: 30 },
        of('typing').map((times) => Math.max(...times)),
      ),
      row('j through todos, slowest', 'ms', { max: 50 }, of('steps')),
      row('j through Today, slowest', 'ms', { max: 50 }, of('todaySteps')),
      row('done and its view, slowest', 'ms', { max: 100 }, of('done')),
      row('palette, slowest key', 'ms', { max: 50 }, of('palette')),
      ...Object.entries(VIEWS).map(([key, title]) =>
        row(`g ${key} until its rows are there`, 'ms', { max: 300 }, of(title)),
      ),
      row(
        'frames while scrolling',
        'per s',
        { min: 58 },
        of('scrolling').map(({ perSecond }) => perSecond),
      ),
      row(
        'frames while dragging',
        'per s',
        { min: 58 },
        of('dragging').map(({ perSecond }) => perSecond),
      ),
      row(
        'longest frame while dragging',
        'ms',
        undefined,
        of('dragging').map(({ longest }) => longest),
      ),
      row('JavaScript heap', 'MB', { max: 100 }, of('heap')),
    ]
  } finally {
    await browser.close()
    await track.stop()
  }
}

/** A visit with a new profile, and a second one. */
async function measureVisit(browser, url, key) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 }, timezoneId: 'UTC' })
  try {
    await context.addInitScript(installClocks)
    const tab = await context.newPage()
    await storeAccount(tab, url, key)
    const first = await timeToFirstRow(tab, '/today')
    await tab.waitForTimeout(1500) // until the data is stored
    const again = await timeToFirstRow(tab, '/today')
    await tab.waitForTimeout(1000)
    const todaySteps = await slowestKey(tab, Array(STEPS).fill('j'))
    const done = await slowestKey(tab, ['x', 'x', 'x', 'x', 'x'], 250)
    await tab.keyboard.press('q')
    await tab.getByRole('dialog').getByRole('textbox').waitFor()
    const typing = await timesOfKeys(tab, TYPED_LINE.split(''))
    await tab.keyboard.press('Escape')
    const reload = await timeToFirstRow(tab, '/upcoming')
    await timeToFirstRow(tab, '/todos')
    await tab.waitForTimeout(1000)
    const steps = await slowestKey(tab, Array(STEPS).fill('j'))
    const dragging = await framesDuring(tab, () => dragAbout(tab))
    const scrolling = await framesDuring(tab, () => scroll(tab))
    const views = {}
    for (const [key, title] of Object.entries(VIEWS)) views[title] = await timeToView(tab, key, title)
    await tab.keyboard.press('Control+k')
    await tab.getByRole('dialog').getByRole('combobox').waitFor()
    const palette = await slowestKey(tab, 'dentist'.split(''))
    const heap = await heapOf(tab)
    return { first, again, reload, typing, steps, todaySteps, done, scrolling, dragging, palette, ...views, heap }
  } finally {
    await context.close()
  }
}

async function scroll(tab) {
  const devtools = await tab.context().newCDPSession(tab)
  await devtools.send('Input.synthesizeScrollGesture', {
    x: 700,
    y: 500,
    yDistance: -SCROLL_PX,
    speed: SCROLL_PX_PER_S,
    gestureSourceType: 'mouse',
  })
  await devtools.detach()
}

/** Takes a row and moves it about among the others, then puts it back. */
async function dragAbout(tab) {
  const [top, bottom] = DRAGGED_BETWEEN
  let y = 400
  let by = DRAG_STEP_PX
  await tab.mouse.move(600, y)
  await tab.mouse.down()
  for (let i = 0; i < DRAG_STEPS; i++) {
    if (y + by > bottom || y + by < top) by = -by
    y += by
    await tab.mouse.move(600, y)
    if (i === 2) await tab.locator('.lifted').waitFor()
  }
  await tab.keyboard.press('Escape')
  await tab.mouse.up()
}

async function heapOf(tab) {
  const devtools = await tab.context().newCDPSession(tab)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return usedSize / MEGABYTE
}
