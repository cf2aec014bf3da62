const FRAME_MS = 1000 / 60

/** Runs in the page: records when the first row is painted, and the time from each key event to the next paint. */
export function installClocks() {
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

/** From the navigation until the first row is painted. */
export async function timeToFirstRow(tab, path) {
  await tab.goto(path, { waitUntil: 'commit' })
  return tab.evaluate(() => globalThis.firstRow)
}

/** The responses to some keys, typed fast. */
export async function timesOfKeys(tab, typed, pause = 40) {
  await tab.evaluate(() => (globalThis.keyTimes = []))
  for (const key of typed) {
    await tab.keyboard.press(key)
    await tab.waitForTimeout(pause)
  }
  const times = await tab.evaluate(() => globalThis.keyTimes)
  if (times.length < typed.length) throw new Error(`of ${typed.length} keys ${times.length} were heard`)
  return times
}

export const slowestKey = async (tab, typed, pause) => Math.max(...(await timesOfKeys(tab, typed, pause)))

/** From the letter after `g` until the first rows of the view are painted; its code is stored, as on later visits. */
export async function timeToView(tab, key, title) {
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

/** Frames during something: how many per second, a late one counting as those that it delays, and the longest in ms. */
export async function framesDuring(tab, act) {
  await tab.evaluate(() => {
    globalThis.frameTimes = []
    const frame = (at) => {
      globalThis.frameTimes.push(at)
      globalThis.counting = requestAnimationFrame(frame)
    }
    globalThis.counting = requestAnimationFrame(frame)
  })
  await act()
  const times = await tab.evaluate(() => (cancelAnimationFrame(globalThis.counting), globalThis.frameTimes))
  const gaps = times.slice(1).map((at, i) => at - times[i])
  const lost = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0)
  return { perSecond: (60 * gaps.length) / (gaps.length + lost), longest: Math.max(...gaps) }
}
