import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Track } from '#contract/track.ts'
import { connect } from '#main/client.ts'
import { expect, test } from 'vitest'
import { CHROMIUM, launchChromium } from '../../scripts/chromium.mjs'
import { serve, type Server } from '../program/run.ts'

export const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

export async function launch(): Promise<Browser> {
  if (!existsSync(CHROMIUM))
    throw new Error(`there is no browser at ${CHROMIUM}: apt-get install chromium, or set TRACK_TEST_CHROMIUM`)
  return launchChromium()
}

/** A built server with an account, and browser pages. */
export interface Stage {
  server: Server
  track: Track
  /** A new browser profile, which stands for a person or device. */
  context(options?: {
    viewport?: typeof DESKTOP
    colorScheme?: 'light' | 'dark'
    touch?: boolean
    /** It keeps the page, which then opens without a network; others load it from the server each time. */
    offline?: boolean
  }): Promise<BrowserContext>
  /** A page that is signed in, by default with the first user's key, and shows `path`, by default Today. */
  signedIn(context: BrowserContext, path?: string, key?: string): Promise<Page>
  /** Stops the server and starts it again on the same port and data. */
  restart(whileDown: () => Promise<void>): Promise<void>
  /** Errors on any page, and requests to other origins. */
  problems: string[]
  close(): Promise<void>
}

export async function openStage(browser: Browser): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), 'track-web-'))
  const env = { TRACK_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error' }
  const keepers = new WeakSet<BrowserContext>()
  const stage: Stage = {
    server: await serve(home, env),
    track: undefined as never,
    problems: [],
    async context({ viewport = DESKTOP, colorScheme = 'light', touch = false, offline = false } = {}) {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        hasTouch: touch,
        baseURL: stage.server.url,
        reducedMotion: 'reduce',
        timezoneId: 'UTC',
        serviceWorkers: offline ? 'allow' : 'block',
      })
      if (offline) keepers.add(context)
      context.on('page', (page) => watch(page, stage))
      return context
    },
    async signedIn(context, path = '/today', key = stage.server.key) {
      const page = await context.newPage()
      await page.goto(path)
      await page.getByLabel('Your key').fill(key)
      await page.keyboard.press('Enter')
      await page.locator('.main').getByRole('heading', { level: 1 }).first().waitFor()
      if (keepers.has(context)) await page.evaluate(async () => void (await navigator.serviceWorker.ready))
      return page
    },
    async restart(whileDown) {
      const { key, url, stop } = stage.server
      await stop()
      await whileDown()
      stage.server = { ...(await serve(home, { ...env, TRACK_PORT: new URL(url).port })), key }
      stage.track = connect(stage.server)
    },
    async close() {
      await stage.server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
  stage.track = connect(stage.server)
  return stage
}

function watch(page: Page, stage: Stage): void {
  page.on('pageerror', (error) => stage.problems.push(`error: ${error.message}`))
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      !/Failed to load resource|net::ERR/.test(message.text()) &&
      stage.problems.push(`console: ${message.text()}`),
  )
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== stage.server.url && protocol !== 'data:' && protocol !== 'blob:')
      stage.problems.push(`left the origin: ${request.url()}`)
  })
}

/** A test with its own stage; all share one browser. */
export const it = test.extend<{ browser: Browser; stage: Stage }>({
  browser: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern what a fixture needs
    async ({}, use) => {
      const browser = await launch()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  stage: async ({ browser }, use) => {
    const stage = await openStage(browser)
    await use(stage)
    for (const context of browser.contexts()) await context.close()
    await stage.close()
    expect(stage.problems).toEqual([])
  },
})

export const row = (page: Page, title: string) => page.locator('#main .row', { hasText: title })

/** Adds an item by quick add. */
export async function add(page: Page, text: string): Promise<void> {
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByRole('textbox').fill(text)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}
