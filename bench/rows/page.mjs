import { existsSync } from 'node:fs'
import { CHROMIUM, launchChromium } from '../../scripts/chromium.mjs'
import { copyDataset } from '../dataset.mjs'
import { median } from '../measure.mjs'
import { startTrack, withAllCores } from '../processes.mjs'

const TYPED_LINE = 'call the dentist tomorrow p1 #h'.slice(0, 30)
const STEPS = 50
const SCROLL_PX = 15_000
const SCROLL_PX_PER_S = 3000
const FRAME_MS = 1000 / 60
const MEGABYTE = 2 ** 20
/** Views of many lists, by the key that follows `g`. */
const VIEWS = [
  ['u', 'Upcoming'],
  ['s', 'Gifts & shopping'],
  ['g', 'Groceries'],
]

/** The page in a browser, with 10,000 items: time to the first row, response to keys, frame rate while scrolling. */
export async function page(context) {
  if (!existsSync(CHROMIUM)) {
    console.error(`there is no browser at ${CHROMIUM}: the page is not measured`)
    return []
  }
  const { repeats, report } = context
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
      row('key in quick add, slowest', 'ms', { max: 50 }, of('typing')),
      row('j through todos, slowest', 'ms', { max: 50 }, of('steps')),
      row('j through Today, slowest', 'ms', { max: 50 }, of('todaySteps')),
      row('done and its view, slowest', 'ms', { max: 100 }, of('done')),
      row('palette, slowest key', 'ms', { max: 50 }, of('palette')),
      ...VIEWS.map(([key, title]) => row(`g ${key} until its rows are there`, 'ms', { max: 300 }, of(title))),
      row('frames while scrolling', 'per s', { min: 58 }, of('frames')),
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
    const me = await (await fetch(`${url}/api/me`, { headers: { 'x-track-key': key } })).json()
    await context.addInitScript(installClocks)
    const tab = await context.newPage()
    await tab.goto('/icon.svg')
    await tab.evaluate(
      ([accounts, kept]) => (
        localStorage.setItem('track_accounts', accounts),
        localStorage.setItem('track_api_key', kept)
      ),
      [JSON.stringify([{ me, key }]), key],
    )
    const first = await timeToFirstRow(tab, '/today')
    await tab.waitForTimeout(1500) // until the data is stored
    const again = await timeToFirstRow(tab, '/today')
    await tab.waitForTimeout(1000)
    const todaySteps = await slowestKey(tab, Array(STEPS).fill('j'))
    const done = await slowestKey(tab, ['x', 'x', 'x', 'x', 'x'], 250)
    await tab.keyboard.press('q')
    await tab.waitForTimeout(200)
    const typing = await slowestKey(tab, [...TYPED_LINE])
    await tab.keyboard.press('Escape')
    await timeToFirstRow(tab, '/todos')
    await tab.waitForTimeout(1000)
    const steps = await slowestKey(tab, Array(STEPS).fill('j'))
    const frames = await framesPerSecond(tab)
    const views = {}
    for (const [key, title] of VIEWS) views[title] = await timeToView(tab, key, title)
    await tab.keyboard.press('Control+k')
    await tab.waitForTimeout(200)
    const palette = await slowestKey(tab, 'dentist'.split(''))
    const heap = await heapOf(tab)
    return { first, again, typing, steps, todaySteps, done, frames, palette, ...views, heap }
  } finally {
    await context.close()
  }
}

/** Runs in the page: records when the first row is painted, and the time from each key event to the next paint. */
function installClocks() {
  globalThis.keyTimes = []
  const afterPaint = (then) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => then(performance.now()))
      port1.start()
      port2.postMessage(null)
    })
  addEventListener('keydown', ({ timeStamp }) => afterPaint((at) => globalThis.keyTimes.push(at - timeStamp)), true)
  globalThis.firstRow = new Promise((seen) => {
    const look = new MutationObserver(() => {
      if (!document.querySelector('#main .row')) return
      look.disconnect()
      afterPaint(seen)
    })
    look.observe(document, { childList: true, subtree: true })
  })
}

async function timeToFirstRow(tab, path) {
  await tab.goto(path, { waitUntil: 'commit' })
  return tab.evaluate(() => globalThis.firstRow)
}

/** The slowest response to some keys, typed fast. */
async function slowestKey(tab, typed, pause = 40) {
  await tab.evaluate(() => (globalThis.keyTimes = []))
  for (const key of typed) {
    await tab.keyboard.press(key)
    await tab.waitForTimeout(pause)
  }
  const times = await tab.evaluate(() => globalThis.keyTimes)
  if (times.length < typed.length) throw new Error(`of ${typed.length} keys ${times.length} were heard`)
  return Math.max(...times)
}

/** From the letter after `g` until the first rows of the view are painted; its code is stored, as on later visits. */
async function timeToView(tab, key, title) {
  await tab.keyboard.press('g')
  await tab.evaluate((title) => {
    globalThis.viewShown = new Promise((seen) =>
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          const look = () => {
            const isThere =
              document.querySelector('#main h1')?.textContent === title && document.querySelector('#main .row')
            requestAnimationFrame((at) => (isThere ? seen(at - timeStamp) : look()))
          }
          look()
        },
        { capture: true, once: true },
      ),
    )
  }, title)
  await tab.keyboard.press(key)
  const time = await tab.evaluate(() => globalThis.viewShown)
  await tab.waitForTimeout(1000)
  return time
}

/** Frames per second while scrolling; a late frame counts as the frames that it delays. */
async function framesPerSecond(tab) {
  const devtools = await tab.context().newCDPSession(tab)
  await tab.evaluate(() => {
    globalThis.frameTimes = []
    const frame = (at) => {
      globalThis.frameTimes.push(at)
      globalThis.scrolling = requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await devtools.send('Input.synthesizeScrollGesture', {
    x: 700,
    y: 500,
    yDistance: -SCROLL_PX,
    speed: SCROLL_PX_PER_S,
    gestureSourceType: 'mouse',
  })
  const times = await tab.evaluate(() => (cancelAnimationFrame(globalThis.scrolling), globalThis.frameTimes))
  await devtools.detach()
  const lost = times.slice(1).reduce((sum, at, i) => sum + Math.max(0, Math.round((at - times[i]) / FRAME_MS) - 1), 0)
  return (60 * (times.length - 1)) / (times.length - 1 + lost)
}

async function heapOf(tab) {
  const devtools = await tab.context().newCDPSession(tab)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return usedSize / MEGABYTE
}
