import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { addDays } from '#domain/dates.ts'
import { it, PHONE, row } from './browser.ts'

const todos = (stage: { track: { items: { list(input: object): Promise<{ items: { title: string }[] }> } } }) =>
  stage.track.items.list({ kind: 'todo' }).then(({ items }) => items)

async function select(page: Page, title: string): Promise<void> {
  await row(page, title)
    .locator('.row-title')
    .click({ modifiers: ['ControlOrMeta'] })
}

it('shows times at rows, first and by time, and what has passed', async ({ stage }) => {
  for (const [title, fields] of [
    ['Plain', { priority: 1 }],
    ['Late', { at: '23:59' }],
    ['Early', { at: '00:00', priority: 5 }],
  ] as const)
    await stage.track.items.add({ kind: 'todo', title, due: 'today', ...fields })
  const page = await stage.signedIn(await stage.context())
  const rows = page.locator('#main .row')
  await row(page, 'Plain').waitFor()
  expect(await rows.locator('.row-title').allInnerTexts()).toEqual(
    ['Early', 'Late', 'Plain'].map((title) => expect.stringContaining(title)),
  )
  expect(await row(page, 'Late').locator('.row-due').innerText()).toBe('23:59')
  expect(await row(page, 'Early').locator('.row-passed').innerText()).toBe('00:00 passed')
  await page.goto('/upcoming')
  await row(page, 'Plain').waitFor()
  expect(await row(page, 'Late').locator('.row-due').innerText()).toBe('23:59')
})

it('understands a time in a line as it will be added', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context(), '/todos')
  await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
  await page.keyboard.press('q')
  const field = page.getByRole('textbox', { name: 'Add anything' })
  const chips = page.getByRole('list', { name: 'Understood' })
  await field.fill('Call Ann 23:59')
  await chips
    .getByText('Today, 23:59')
    .or(chips.getByText(/^Today.*23:59$/))
    .waitFor()
  await field.fill('Call Ann tomorrow at 3')
  await page.getByRole('status', { name: 'Not understood' }).getByText('03:00 or 15:00', { exact: false }).waitFor()
  await field.fill('Call Ann tomorrow 3pm')
  await chips.getByText('15:00', { exact: true }).waitFor()
  await field.press('Enter')
  await expect.poll(() => todos(stage)).toMatchObject([{ title: 'Call Ann', at: '15:00' }])
  await field.press('Escape')
  expect(await row(page, 'Call Ann').locator('.row-due').innerText()).toBe('Tomorrow 15:00')
})

it('is set by keys: in words, by the time alone, and taken away', async ({ stage }) => {
  const { date } = await stage.track.views.today()
  await stage.track.items.add({ kind: 'todo', title: 'Dentist', due: 'tomorrow' })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await select(page, 'Dentist')
  await page.keyboard.press('d')
  await page.getByRole('textbox', { name: 'Due' }).fill('in 2 days 9:30')
  await page.getByText(/, 09:30$/).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => todos(stage)).toMatchObject([{ due: addDays(date, 2), at: '09:30' }])
  await select(page, 'Dentist')
  await page.keyboard.press('d')
  await page.getByLabel('Time', { exact: true }).fill('10:45')
  await page.keyboard.press('Enter')
  await expect.poll(() => todos(stage)).toMatchObject([{ due: addDays(date, 2), at: '10:45' }])
  await select(page, 'Dentist')
  await page.keyboard.press('d')
  await page.getByRole('button', { name: 'Tomorrow' }).click()
  await expect.poll(() => todos(stage)).toMatchObject([{ due: addDays(date, 1), at: '10:45' }])
  await select(page, 'Dentist')
  await page.keyboard.press('d')
  await page.getByRole('button', { name: 'No time' }).click()
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await expect.poll(() => todos(stage)).toMatchObject([{ due: addDays(date, 1), at: null }])
  await stage.track.items.add({ kind: 'todo', title: 'Undated', priority: 4 })
  await select(page, 'Dentist')
  await select(page, 'Undated')
  await page.keyboard.press('d')
  await page.getByRole('button', { name: 'Add a time' }).click()
  await page.getByLabel('Time', { exact: true }).fill('23:59')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => todos(stage))
    .toMatchObject([
      { due: addDays(date, 1), at: '23:59' },
      { due: date, at: '23:59' },
    ])
})

it('is edited where it stands in the panel, by thumb, too', async ({ stage }) => {
  const { date } = await stage.track.views.today()
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Dentist', due: 'tomorrow' })
  const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }), `/todos?item=${id}`)
  const due = page.getByRole('textbox', { name: 'Due' })
  await due.waitFor()
  await due.fill('tomorrow 15:00')
  await due.press('Enter')
  const item = () => stage.track.items.get({ id })
  await expect.poll(item).toMatchObject({ due: addDays(date, 1), at: '15:00' })
  await page.getByRole('button', { name: 'Due: pick a day' }).tap()
  await page.getByLabel('Time', { exact: true }).fill('16:20')
  await page.getByLabel('Time', { exact: true }).press('Enter')
  await expect.poll(item).toMatchObject({ due: addDays(date, 1), at: '16:20' })
  await page.getByRole('button', { name: 'No time' }).tap()
  await expect.poll(item).toMatchObject({ due: addDays(date, 1), at: null })
  await due.evaluate((field) => {
    const goOn = () => requestAnimationFrame(() => field.focus())
    document.addEventListener('toggle', goOn, { capture: true, once: true })
  })
  await page.keyboard.press('Escape')
  await page.locator('.popover').waitFor({ state: 'detached' })
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))))
  expect(await due.evaluate((field) => field === document.activeElement)).toBe(true)
  await due.fill('')
  await due.press('Enter')
  await expect.poll(item).toMatchObject({ due: null, at: null })
})
