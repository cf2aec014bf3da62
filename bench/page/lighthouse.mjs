import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse from 'lighthouse'
import { launchProfile } from '../../scripts/chromium.mjs'
import { copyDataset } from '../dataset.mjs'
import { median } from '../measure.mjs'
import { startTrack, withAllCores } from '../processes.mjs'
import { storeAccount } from './account.mjs'

const VIEWS = { Today: '/today', Groceries: '/groceries', Upcoming: '/upcoming' }
const MAX_RUNS = 3
/** How long the page has to store its data and itself. */
const STORED_AFTER_MS = 5000
const OTHER_CATEGORIES = { accessibility: 'accessibility', 'best-practices': 'best practices', seo: 'SEO' }

/** What Lighthouse says of three views in its mobile form, for somebody with 1000 items, 300 of them open. */
export async function lighthouseRows({ repeats, report }) {
  const dataset = copyDataset('grown-1000', 'lighthouse')
  const track = await startTrack(dataset.folder)
  const profile = mkdtempSync(join(tmpdir(), 'track-lighthouse-'))
  try {
    await inBrowser(profile, (browser) => visitOnce(browser, track.url, dataset.key))
    const scores = {}
    for (let i = 0; i < Math.min(repeats, MAX_RUNS); i++)
      for (const [name, path] of Object.entries(VIEWS))
        (scores[name] ??= []).push(await inBrowser(profile, (_, port) => judge(track.url + path, port)))
    return rowsOf(scores, report)
  } finally {
    await track.stop()
    rmSync(profile, { recursive: true, force: true })
  }
}

/** Has the profile store the page and its data, as after a first visit. */
async function visitOnce(browser, url, key) {
  const tab = await browser.newPage()
  await storeAccount(tab, url, key)
  await tab.goto(`${url}/today`)
  await tab.locator('#main .row').first().waitFor()
  await tab.waitForTimeout(STORED_AFTER_MS)
}

/**
 * With a browser of its own: in a process that has shown the page before, the profiler that Lighthouse turns on takes a
 * tenth of a second for the code that is there, which would count as the page's.
 */
async function inBrowser(profile, act) {
  const port = await freePort()
  const browser = await withAllCores(() => launchProfile(profile, [`--remote-debugging-port=${port}`]))
  try {
    return await act(browser, port)
  } finally {
    await browser.close()
  }
}

/** The score of each category, of 100; says of the others than performance what is missed. */
async function judge(url, port) {
  const options = { disableStorageReset: true, disableFullPageScreenshot: true }
  const result = await withAllCores(() => lighthouse(url, { port, logLevel: 'error', ...options }))
  const { categories, audits, runtimeError } = result.lhr
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`)
  for (const id of Object.keys(OTHER_CATEGORIES))
    for (const audit of categories[id].auditRefs.map((ref) => audits[ref.id]))
      if (audit.score === 0) console.error(`${url}: ${audit.title}`)
  return Object.fromEntries(Object.entries(categories).map(([id, { score }]) => [id, Math.round(score * 100)]))
}

function rowsOf(scores, report) {
  const row = (name, min, values, reached) =>
    report({
      name: `page: Lighthouse, ${name}`,
      unit: 'of 100',
      target: { min },
      reached,
      spread: [Math.min(...values), Math.max(...values)],
    })
  const performance = Object.entries(scores).map(([name, runs]) => {
    const values = runs.map((run) => run.performance)
    return row(`performance of ${name}`, 95, values, median(values))
  })
  const others = Object.entries(OTHER_CATEGORIES).map(([id, name]) => {
    const values = Object.values(scores).flatMap((runs) => runs.map((run) => run[id]))
    return row(name, 100, values, Math.min(...values))
  })
  return [...performance, ...others]
}

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => found(port))
    })
  })
}
