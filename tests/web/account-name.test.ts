import { expect } from 'vitest'
import { add, it, PHONE, row } from './browser.ts'

it('says on a phone whose items these are, and switches there and under More', async ({ stage }) => {
  const { api_key } = await stage.track.users.add({ name: 'house' })
  await stage.track.items.add({ kind: 'todo', title: 'Mine', due: 'today' })
  const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true, offline: true }), '/settings')
  await page.getByRole('button', { name: 'Add another key' }).tap()
  await page.getByRole('dialog').getByLabel('Key', { exact: true }).fill(api_key)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Switch to admin' }).waitFor()
  await page.getByRole('link', { name: 'Today' }).tap()
  await page.getByText('Nothing').or(page.getByText('Start with a line')).first().waitFor()
  await page.getByText('Tap').first().waitFor() // not a key, which a phone does not have
  await page.locator('.account-name', { hasText: 'house' }).tap()
  await page.getByRole('menuitem', { name: 'Switch to admin' }).tap()
  await row(page, 'Mine').waitFor()
  await page.getByRole('link', { name: 'More' }).tap()
  await page.getByRole('button', { name: 'Switch to house' }).tap()
  await page.locator('.account-name', { hasText: 'house' }).waitFor()
})

it('says Offline while the server is down, with the user’s name whole', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context({ offline: true }))
  await stage.restart(async () => {
    await page.locator('.side-foot').getByText('Offline').waitFor({ timeout: 15_000 })
    await add(page, 'Meanwhile today')
    await page.getByRole('button', { name: 'Offline, 1 waits' }).waitFor()
    const name = page.locator('.side-user > span')
    expect(await name.evaluate((span) => span.scrollWidth <= span.clientWidth)).toBe(true)
  })
  await expect
    .poll(async () => (await stage.track.items.list()).items.map(({ title }) => title), { timeout: 30_000 })
    .toEqual(['Meanwhile'])
  await page.locator('.side-foot').getByText('Live').waitFor({ timeout: 30_000 })
}, 90_000)
