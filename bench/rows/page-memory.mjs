import { launchChromium } from '../../scripts/chromium.mjs'
import { copyDataset } from '../dataset.mjs'
import { storeAccount, VIEWS } from '../page/account.mjs'
import { startTrack, withAllCores } from '../processes.mjs'

const MINUTE_MS = 60_000
/** `-- page-memory` takes ten minutes, `-- --quick page-memory` one. */
const MINUTES = { usual: 10, quick: 1 }
const MEGABYTE = 2 ** 20
/** How much more there may be in the last third of the rounds than in the second. */
const MAX_GROWTH = 1.05
const PAUSE_MS = 150

/** Whether the page's heap, nodes and listeners stay the same while somebody works in it with 10,000 items. */
export async function pageMemory({ time, report }) {
  const minutes = time < 500 ? MINUTES.quick : MINUTES.usual
  const dataset = copyDataset('standard', 'page-memory')
  const track = await startTrack(dataset.folder)
  const browser = await withAllCores(launchChromium)
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'UTC' })
    const tab = await context.newPage()
    await storeAccount(tab, track.url, dataset.key)
    await tab.goto(`${track.url}/today`)
    await tab.locator('#main .row').first().waitFor()
    const devtools = await context.newCDPSession(tab)
    await devtools.send('Performance.enable')
    const samples = []
    for (const end = Date.now() + minutes * MINUTE_MS; Date.now() < end || samples.length < 3;) {
      await workOnce(tab, samples.length)
      samples.push(await sample(devtools))
    }
    return rowsOf(samples, report)
  } finally {
    await browser.close()
    await track.stop()
  }
}

/** Walks through all views; adds an item, ticks one, opens one and closes it, and takes back what was done. */
async function workOnce(tab, round) {
  const press = async (...keys) => {
    for (const key of keys) {
      await tab.keyboard.press(key)
      await tab.waitForTimeout(PAUSE_MS)
    }
  }
  for (const [key, title] of Object.entries(VIEWS)) {
    await press('g', key)
    await tab.getByRole('heading', { name: title, level: 1 }).waitFor()
    await tab.locator('#main .row').first().waitFor()
    await press('j', 'j', 'Enter')
    await press('Escape')
  }
  await press('q')
  await tab.getByRole('dialog').getByRole('textbox').fill(`Round ${round} of the walk #walk`)
  await press('Enter', 'Escape')
  await press('g', 't')
  await press('j', 'x')
  await press('z', 'z')
  await press('g', 'o')
}

async function sample(devtools) {
  await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const of = (name) => metrics.find((metric) => metric.name === name).value
  return { heap: of('JSHeapUsedSize') / MEGABYTE, nodes: of('Nodes'), listeners: of('JSEventListeners') }
}

/** The mean of the last third by that of the second: the first warms up. */
function rowsOf(samples, report) {
  const third = Math.floor(samples.length / 3)
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  return ['heap', 'nodes', 'listeners'].map((name) => {
    const values = samples.map((one) => one[name])
    const [second, last] = [values.slice(third, 2 * third), values.slice(-third)]
    console.error(`${name}: ${values.map((value) => value.toFixed(name === 'heap' ? 1 : 0)).join(' ')}`)
    return report({
      name: `page: growth of ${name} in ${samples.length} rounds`,
      unit: 'times',
      target: { max: MAX_GROWTH },
      reached: mean(last) / mean(second),
      spread: [Math.min(...last) / mean(second), Math.max(...last) / mean(second)],
    })
  })
}
