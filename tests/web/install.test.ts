import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { it, type Stage } from './browser.ts'

it('adds what other programs share, and what its icon’s Add opens', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  const shared = new URLSearchParams({ title: 'A bench for the garden', text: 'https://shop.example/bench', url: '' })
  await page.goto(`/add?${shared}`)
  const field = page.getByRole('dialog').getByRole('textbox')
  await expect.poll(() => field.inputValue()).toBe('A bench for the garden https://shop.example/bench')
  expect(new URL(page.url()).pathname).toBe('/today')
  await field.press('Enter')
  await expect.poll(async () => (await stage.track.items.list({})).items.length).toBe(1)
  const manifest = (await (await page.request.get('/manifest.webmanifest')).json()) as {
    share_target: { action: string }
    shortcuts: { name: string; url: string }[]
  }
  expect(manifest.share_target.action).toBe('add')
  expect(manifest.shortcuts[0]).toEqual({ name: 'Add', url: 'add' })
})

/** The stage's server behind another address, at which the page can be upgraded. */
async function upgradeable(stage: Stage) {
  let version = ''
  const proxy = createServer((incoming, answer) => {
    const isWorker = incoming.url === '/worker.js'
    const headers = isWorker ? { ...incoming.headers, 'accept-encoding': 'identity' } : incoming.headers
    const outgoing = request(stage.server.url + incoming.url!, { method: incoming.method, headers }, (reply) => {
      const { 'content-length': _, etag: __, ...kept } = reply.headers
      answer.writeHead(reply.statusCode!, isWorker ? kept : reply.headers)
      reply.pipe(answer, { end: !isWorker })
      if (isWorker) reply.on('end', () => answer.end(`\n// ${version}`))
    })
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    upgrade: () => void (version = 'newer'),
    close: () => {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}

it('offers a new version quietly, and takes it when asked to', async ({ browser, stage }) => {
  const { url, upgrade, close } = await upgradeable(stage)
  const context = await browser.newContext({ baseURL: url, timezoneId: 'UTC', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('Your key').fill(stage.server.key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.reload() // from here on the worker has the page
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  let loads = 0
  page.on('load', () => loads++)
  upgrade()
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByRole('textbox').fill('Half typed')
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  const offer = page.getByRole('button', { name: 'A new version is ready', includeHidden: true })
  await offer.waitFor()
  await page.waitForTimeout(500)
  expect(loads).toBe(0)
  expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe('Half typed')
  await page.keyboard.press('Escape')
  await offer.click()
  await expect.poll(() => loads).toBe(1)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  expect(await offer.count()).toBe(0)
  await context.close()
  close()
})
