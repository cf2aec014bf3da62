import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { connect } from '#main/client.ts'
import { add, it, row } from './browser.ts'

/** Adds a user in Settings, a misspelt name and a taken one first; gives the key, which is shown once. */
async function addUser(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Add a user' }).click()
  const dialog = page.getByRole('dialog')
  for (const [typed, problem] of [
    ['The House', 'A name is small letters and digits'],
    ['admin', /admin/],
  ] as const) {
    await dialog.getByLabel('Name', { exact: true }).fill(typed)
    await page.keyboard.press('Enter')
    await dialog.locator('.field-problem').getByText(problem).waitFor()
  }
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await page.keyboard.press('Enter')
  const shown = page.getByRole('dialog', { name: `The key of ${name}` })
  const key = await shown.locator('code').textContent()
  await shown.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByRole('button', { name: `More for ${name}` }).waitFor()
  return key!
}

it('holds several keys, each with its own items and its own queue, and asks before it clears what waits', async ({
  stage,
}) => {
  await stage.track.items.add({ kind: 'todo', title: 'Mine', due: 'today' })
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context)
  await row(page, 'Mine').waitFor()

  await page.goto('/settings')
  const api_key = await addUser(page, 'house')
  expect((await stage.track.users.list()).users.map(({ name, role }) => [name, role])).toContainEqual([
    'house',
    'member',
  ])
  const household = connect({ url: stage.server.url, key: api_key })
  await household.items.add({ kind: 'todo', title: 'Ours', due: 'today' })
  await page.getByRole('button', { name: 'Add another key' }).click()
  await page.getByRole('dialog').getByLabel('Key', { exact: true }).fill(api_key)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Switch to admin' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await row(page, 'Ours').waitFor()
  expect(await row(page, 'Mine').count()).toBe(0)

  const switchTo = async (name: string) => {
    await page
      .getByRole('button', { name: /^(admin|house)/ })
      .last()
      .click()
    await page.getByRole('menuitem', { name: `Switch to ${name}` }).click()
  }
  await context.setOffline(true)
  await page
    .getByText(/offline/i)
    .first()
    .waitFor()
  await add(page, 'Ours, made offline today')
  await switchTo('admin')
  await row(page, 'Mine').waitFor()
  expect(await row(page, 'Ours').count()).toBe(0)
  await context.setOffline(false)
  await add(page, 'Mine, too today')
  await expect
    .poll(async () => (await stage.track.items.list()).items.map((item) => item.title))
    .toEqual(['Mine', 'Mine, too'])
  expect((await household.items.list()).items.map((item) => item.title)).toEqual(['Ours']) // nobody else's key sends it

  await page.goto('/settings')
  await page.getByRole('button', { name: 'Clear house from this browser' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 change not sent yet would be lost').waitFor()
  await dialog.getByText('Added “Ours, made offline”').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Switch to house' }).click()
  await expect
    .poll(async () => (await household.items.list()).items.map((item) => item.title), { timeout: 10_000 })
    .toEqual(['Ours', 'Ours, made offline'])

  await page.getByRole('button', { name: 'Clear house from this browser' }).click()
  await dialog.getByRole('button', { name: 'Clear', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await row(page, 'Mine, too').waitFor()
  const kept = await page.evaluate(async () => ({
    keys: JSON.stringify(localStorage),
    bases: (await indexedDB.databases()).length,
  }))
  expect(kept.keys).not.toContain(api_key)
  expect(kept.bases).toBe(1)
})
