import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { copyOf } from '../house.mjs'
import { median } from '../measure.mjs'
import { startTrack, unpinned } from '../processes.mjs'

const CHROMIUM = process.env.TRACK_TEST_CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
const LINE = 'call the dentist tomorrow p1 #h'.slice(0, 30)
const STEPS = 50
const SCROLL_PX = 15_000
const SCROLL_PX_PER_S = 3000
const FRAME_MS = 1000 / 60
const MEGABYTE = 2 ** 20

/** The page in a real browser, on a house of its own, with all of a user's items: how soon it can be used, how soon a key shows, how evenly it scrolls. */
export async function page(context) {
  if (!existsSync(CHROMIUM)) {
    console.error(`there is no browser at ${CHROMIUM}: the page is not measured`)
    return []
  }
  const { repeats, tell } = context
  const house = copyOf('house', 'page')
  const track = await startTrack(house.folder)
  const browser = await unpinned(() => chromium.launch({ executablePath: CHROMIUM, args: FLAGS }))
  try {
    const visits = []
    for (let i = 0; i < repeats; i++) visits.push(await visited(browser, track.url, house.key))
    const of = (name) => visits.map((visit) => visit[name])
    const row = (name, unit, target, values, reached = median(values)) =>
      tell({ name: `page: ${name}`, unit, target, reached, spread: [Math.min(...values), Math.max(...values)] })
    return [
      row('first view, first visit', 'ms', { most: 1000 }, of('first')),
      row('first view, later visit', 'ms', { most: 1000 }, of('again')),
      row('key in quick add, slowest', 'ms', { most: 50 }, of('typing')),
      row('j through todos, slowest', 'ms', { most: 50 }, of('steps')),
      row('j through Today, slowest', 'ms', { most: 50 }, of('todaySteps')),
      row('done and its view, slowest', 'ms', { most: 100 }, of('done')),
      row('frames while scrolling', 'per s', { least: 58 }, of('frames')),
      row('JavaScript heap', 'MB', { most: 100 }, of('heap')),
    ]
  } finally {
    await browser.close()
    await track.stop()
  }
}

/** One visit of a fresh profile, and a second one. */
async function visited(browser, url, key) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 }, timezoneId: 'UTC' })
  try {
    const me = await (await fetch(`${url}/api/me`, { headers: { 'x-track-key': key } })).json()
    await context.addInitScript(clocks)
    const tab = await context.newPage()
    await tab.goto('/icon.svg')
    await tab.evaluate(
      ([accounts, kept]) => (
        localStorage.setItem('track_accounts', accounts),
        localStorage.setItem('track_api_key', kept)
      ),
      [JSON.stringify([{ me, key }]), key],
    )
    const first = await usable(tab, '/today')
    await tab.waitForTimeout(1500) // until it is kept
    const again = await usable(tab, '/today')
    await tab.waitForTimeout(1000)
    const todaySteps = await keys(tab, Array(STEPS).fill('j'))
    const done = await keys(tab, ['x', 'x', 'x', 'x', 'x'], 250)
    await tab.keyboard.press('q')
    await tab.waitForTimeout(200)
    const typing = await keys(tab, [...LINE])
    await tab.keyboard.press('Escape')
    await usable(tab, '/todos')
    await tab.waitForTimeout(1000)
    const steps = await keys(tab, Array(STEPS).fill('j'))
    const frames = await scrolled(tab)
    const heap = await heapOf(tab)
    return { first, again, typing, steps, todaySteps, done, frames, heap }
  } finally {
    await context.close()
  }
}

/** In the page: when a row was first painted, and how long each key took from its event to the paint after it. */
function clocks() {
  globalThis.keyTimes = []
  const painted = (then) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => then(performance.now()))
      port1.start()
      port2.postMessage(null)
    })
  addEventListener('keydown', ({ timeStamp }) => painted((at) => globalThis.keyTimes.push(at - timeStamp)), true)
  globalThis.firstRow = new Promise((seen) => {
    const look = new MutationObserver(() => {
      if (!document.querySelector('#main .row')) return
      look.disconnect()
      painted(seen)
    })
    look.observe(document, { childList: true, subtree: true })
  })
}

async function usable(tab, path) {
  await tab.goto(path, { waitUntil: 'commit' })
  return tab.evaluate(() => globalThis.firstRow)
}

/** The slowest of some keys, typed as a quick hand does. */
async function keys(tab, typed, pause = 40) {
  await tab.evaluate(() => (globalThis.keyTimes = []))
  for (const key of typed) {
    await tab.keyboard.press(key)
    await tab.waitForTimeout(pause)
  }
  const times = await tab.evaluate(() => globalThis.keyTimes)
  if (times.length < typed.length) throw new Error(`of ${typed.length} keys ${times.length} were heard`)
  return Math.max(...times)
}

/** Frames a second that the page drew while it was scrolled; those that came late count as the frames that they cost. */
async function scrolled(tab) {
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
