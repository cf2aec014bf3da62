import { expect } from 'vitest'
import { it, row } from './browser.ts'

const order = (page: import('playwright-core').Page) => async () =>
  (await page.locator('#main .row-title').allTextContents()).map((title) => title.trim())

it.for([
  ['Gamma', 'Down'],
  ['Gamma', 'Bottom'],
  ['Alpha', 'Up'],
  ['Alpha', 'Top'],
] as const)('moving %s %s changes nothing and offers no undo', async ([title, where], { stage }) => {
  for (const name of ['Alpha', 'Beta', 'Gamma']) await stage.track.items.add({ kind: 'todo', title: name })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await expect.poll(order(page)).toEqual(['Alpha', 'Beta', 'Gamma'])
  const { revision } = await stage.track.me.get()
  await row(page, title).locator('.row-title').focus()
  await page.keyboard.press('m')
  const answered = page.waitForResponse((response) => response.url().endsWith('/move'))
  await page.getByRole('dialog').getByText(where, { exact: true }).click()
  expect((await answered).headers()['track-revision']).toBeUndefined()
  await expect.poll(() => page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  expect(await order(page)()).toEqual(['Alpha', 'Beta', 'Gamma'])
  await page.keyboard.press('z')
  await page.getByText('There is nothing to undo').waitFor()
  expect((await stage.track.me.get()).revision).toBe(revision)
})

it('takes back a move alone, whatever was written before it', async ({ stage }) => {
  const items = Array.from({ length: 50 }, (_, i) => ({
    id: `t-${(0x1000 + i * 37).toString(16)}`,
    kind: 'todo' as const,
    title: `Imported ${i}`,
    created_at: '2026-01-01T00:00:00.000Z',
  }))
  await stage.track.data.import({ format: 'track', version: 1, projects: [], features: [], items })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await row(page, 'Imported 1').locator('.row-title').first().focus()
  await page.keyboard.press('m')
  await page.getByRole('dialog').getByText('Top', { exact: true }).click()
  const titles = async () => (await stage.track.items.list()).items.slice(0, 2).map(({ title }) => title)
  await expect.poll(titles).toEqual(['Imported 1', 'Imported 0'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(titles).toEqual(['Imported 0', 'Imported 1'])
  expect((await stage.track.items.list()).items).toHaveLength(50)
})

it('takes back a removal by the revision in its answer', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'Keep me' })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await row(page, 'Keep me').locator('.row-title').focus()
  await page.keyboard.press('Delete')
  await expect.poll(async () => (await stage.track.items.list()).items.length).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await row(page, 'Keep me').waitFor()
})
