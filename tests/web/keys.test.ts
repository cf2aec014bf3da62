import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { add, it, PHONE, row } from './browser.ts'

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

it('names the view and its count in the title of the document, and the item that is open', async ({ stage }) => {
  for (const title of ['One', 'Two']) await stage.track.items.add({ kind: 'todo', title, due: 'today' })
  const page = await stage.signedIn(await stage.context())
  await expect.poll(() => page.title()).toBe('Today (2) · Track')
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect.poll(() => page.title()).toBe('Upcoming · Track')
  await row(page, 'One').locator('.row-title').click()
  await expect.poll(() => page.title()).toBe('One · Track')
  await page.goBack()
  await expect.poll(() => page.title()).toBe('Upcoming · Track')
})

it('puts the focus on the heading of a view that a key or the palette goes to', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'One', due: 'today' })
  const page = await stage.signedIn(await stage.context())
  await row(page, 'One').waitFor()
  for (const [key, title] of [
    ['u', 'Upcoming'],
    ['o', 'Todos'],
    ['s', 'Gifts & shopping'],
  ] as const) {
    await page.keyboard.press('j')
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect.poll(() => focused(page)).toBe(title)
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('chores')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('Chores')
})

it.for([false, true])(
  'stands where it was left after a reload and on the way back, on a phone: %s',
  async (phone, { stage }) => {
    await stage.track.batch.run({
      operations: Array.from({ length: 300 }, (_, n) => ({
        op: 'items.add',
        input: { kind: 'todo', title: `Number ${n + 1}.` },
      })),
    })
    const page = await stage.signedIn(await stage.context(phone ? { viewport: PHONE, touch: true } : {}), '/todos')
    const scroller = () =>
      page.evaluate((phone) => (phone ? document.scrollingElement! : document.querySelector('#main')!).scrollTop, phone)
    await row(page, 'Number 1.').waitFor()
    await page.evaluate((phone) => {
      ;(phone ? document.scrollingElement! : document.querySelector('#main')!).scrollTop = 5000
    }, phone)
    await row(page, 'Number 118.').waitFor()
    await page.reload()
    await expect.poll(scroller).toBe(5000)
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.getByRole('heading', { name: 'Chores' }).waitFor()
    expect(await scroller()).toBe(0)
    await page.goBack()
    await expect.poll(scroller).toBe(5000)
  },
)

it('does nothing to items with text that goes on after Escape', async ({ stage }) => {
  for (const title of ['One', 'Two']) await stage.track.items.add({ kind: 'todo', title, due: 'today' })
  const page = await stage.signedIn(await stage.context())
  await row(page, 'One').locator('.row-title').focus()
  const { revision } = await stage.track.me.get()
  await page.keyboard.press('q')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('Wrong line')
  await page.keyboard.press('Escape')
  await page.keyboard.type('xx1dm2', { delay: 40 })
  await page.waitForTimeout(400)
  expect((await stage.track.me.get()).revision).toBe(revision)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('x')
  await expect.poll(async () => (await stage.track.items.list({ status: 'done' })).items.length).toBe(1)
})

it('has shortcuts of a single key turned off', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'One', due: 'today' })
  const page = await stage.signedIn(await stage.context(), '/settings')
  await page.getByRole('switch', { name: 'Shortcuts of a single key' }).click()
  await page.goto('/today')
  await row(page, 'One').locator('.row-title').focus()
  for (const key of ['x', 'q', '1', '#', '?']) await page.keyboard.press(key)
  await page.waitForTimeout(200)
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect((await stage.track.items.list()).items).toMatchObject([{ status: 'todo', priority: 3 }])
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
})

it('undoes after a reload what was done before it', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'One', due: 'today' })
  const page = await stage.signedIn(await stage.context())
  await row(page, 'One').getByRole('checkbox').click()
  await expect.poll(async () => (await stage.track.items.list({ status: 'done' })).items.length).toBe(1)
  await page.reload()
  await page.getByRole('heading', { name: 'Today' }).waitFor()
  await page.keyboard.press('z')
  await row(page, 'One').waitFor()
  await expect.poll(async () => (await stage.track.items.list()).items.length).toBe(1)
})

it('opens quick add with what was left in it, to be typed over', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  await page.keyboard.press('q')
  await page.keyboard.type('Call the dentist about the tooth that hurts and also about the other one that does not')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await add(page, 'Buy stamps')
  await expect
    .poll(async () => (await stage.track.items.list()).items.map(({ title }) => title))
    .toEqual(['Buy stamps'])
})
