import { expect } from 'vitest'
import { connect } from '#main/client.ts'
import { add, it, row } from './browser.ts'

it('asks for the key, says when it is wrong, and opens Today with the right one', async ({ stage }) => {
  const page = await (await stage.context({ offline: true })).newPage()
  await page.goto('/')
  const key = page.getByLabel(/key/i).first()
  expect(await key.getAttribute('type')).toBe('password')
  await key.fill(`trk_${'x'.repeat(43)}`)
  await page.keyboard.press('Enter')
  await page.getByText(/does not know this key/).waitFor()
  await key.fill(stage.server.key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  expect(page.url()).not.toContain('trk_')
  await page.reload()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
})

it('asks again for a key that was rotated, and keeps what waits', async ({ stage }) => {
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context)
  await context.setOffline(true)
  await page
    .getByText(/offline/i)
    .first()
    .waitFor()
  await add(page, 'Kept through it all today')
  const { api_key } = await stage.track.users.rotate({ name: 'admin' })
  await context.setOffline(false)
  const key = page.getByLabel(/key/i).first()
  await key.waitFor({ timeout: 15_000 })
  await key.fill(api_key)
  await page.keyboard.press('Enter')
  await row(page, 'Kept through it all').waitFor()
  const track = connect({ url: stage.server.url, key: api_key })
  await expect
    .poll(async () => (await track.items.list()).items.map(({ title }) => title), { timeout: 10_000 })
    .toEqual(['Kept through it all'])
}, 60_000)

it('says without JavaScript that it needs it', async ({ browser, stage }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: stage.server.url })
  const page = await context.newPage()
  await page.goto('/')
  expect(await page.locator('noscript').textContent()).toContain('JavaScript')
})
