import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { it, PHONE, row } from './browser.ts'

const panel = (page: Page) => page.locator('.item')
const title = (page: Page) => panel(page).getByRole('textbox', { name: 'Title' })

it('keeps what is half typed while the item is changed elsewhere', async ({ stage }) => {
  const { id } = await stage.track.items.add({
    kind: 'todo',
    title: 'Call the plumber',
    due: 'today',
    notes: 'Number in the book',
  })
  const page = await stage.signedIn(await stage.context(), `/today?item=${id}`)
  await title(page).fill('Call the plumber bef')
  await stage.track.items.update({ id, priority: 1, tags: ['home'] })
  await panel(page).getByText('#home').waitFor()
  expect(await title(page).inputValue()).toBe('Call the plumber bef')
  expect(await title(page).evaluate((field) => field === document.activeElement)).toBe(true)
  await title(page).pressSequentially('ore noon')
  await stage.track.items.update({ id, title: 'Renamed elsewhere' })
  await page.waitForTimeout(300)
  expect(await title(page).inputValue()).toBe('Call the plumber before noon')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stage.track.items.get({ id })).title).toBe('Call the plumber before noon')
  await panel(page).getByRole('button', { name: 'Edit notes' }).click()
  const notes = panel(page).getByRole('textbox', { name: 'Notes' })
  await notes.fill('Half a thou')
  await stage.track.items.update({ id, notes: 'Other notes' })
  await page.waitForTimeout(300)
  expect(await notes.inputValue()).toBe('Half a thou')
})

it('gives up notes by Escape, and keeps them by Ctrl Enter', async ({ stage }) => {
  const { id } = await stage.track.items.add({
    kind: 'todo',
    title: 'Call the plumber',
    due: 'today',
    notes: 'Number in the book',
  })
  const page = await stage.signedIn(await stage.context(), `/today?item=${id}`)
  const notes = panel(page).getByRole('textbox', { name: 'Notes' })
  await panel(page).getByRole('button', { name: 'Edit notes' }).click()
  await notes.fill('Gone')
  await notes.press('Escape')
  await panel(page).getByText('Number in the book', { exact: true }).waitFor()
  await page.waitForTimeout(200)
  expect((await stage.track.items.get({ id })).notes).toBe('Number in the book')
  await panel(page).getByRole('button', { name: 'Edit notes' }).click()
  await notes.evaluate((area: HTMLTextAreaElement) => {
    area.value = 'Before it is drawn'
    area.dispatchEvent(new InputEvent('input', { bubbles: true }))
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
  })
  await panel(page).getByText('Before it is drawn', { exact: true }).waitFor()
  await expect.poll(async () => (await stage.track.items.get({ id })).notes).toBe('Before it is drawn')
})

it('tells what happened, and takes one step of it back', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Paint the door', due: 'today' })
  await stage.track.items.update({ id, priority: 1 })
  await stage.track.items.update({ id, title: 'Paint the front door' })
  const page = await stage.signedIn(await stage.context(), `/today?item=${id}`)
  const history = panel(page).getByRole('region', { name: 'History' })
  await history.getByText(/Renamed from “Paint the door”/).waitFor()
  await history.getByRole('button', { name: /Undo: Priority 3 → 1/ }).click()
  await expect.poll(async () => (await stage.track.items.get({ id })).priority).toBe(3)
  expect((await stage.track.items.get({ id })).title).toBe('Paint the front door')
  await history.getByRole('button', { name: /Redo: Priority 3 → 1/ }).click()
  await expect.poll(async () => (await stage.track.items.get({ id })).priority).toBe(1)
})

it('opens by e with the title in hand, from a row and on a phone', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'Sweep the yard', due: 'today' })
  const context = await stage.context()
  const page = await stage.signedIn(context)
  await row(page, 'Sweep the yard').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  await expect.poll(() => title(page).evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Sweep the roof')
  await page.keyboard.press('Enter')
  await row(page, 'Sweep the roof').waitFor()
  await page.setViewportSize(PHONE)
  await page.goto('/today')
  await row(page, 'Sweep the roof').locator('.row-title').focus()
  await page.keyboard.press('e')
  await expect.poll(() => title(page).evaluate((field) => field === document.activeElement)).toBe(true)
})

it('ticks a box in the notes', async ({ stage }) => {
  const notes = 'Bring:\n\n- [ ] tent\n- [x] stove\n\n```\n- [ ] no box\n```\n\n1. [ ] maps [ ]\n'
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Pack', due: 'today', notes })
  const page = await stage.signedIn(await stage.context(), `/today?item=${id}`)
  const boxes = panel(page).locator('.notes').getByRole('checkbox')
  await boxes.nth(2).click()
  await expect.poll(async () => (await stage.track.items.get({ id })).notes).toBe(notes.replace('1. [ ]', '1. [x]'))
  await boxes.nth(1).focus()
  await page.keyboard.press('Space')
  await expect
    .poll(async () => (await stage.track.items.get({ id })).notes)
    .toBe(notes.replace('1. [ ]', '1. [x]').replace('[x] stove', '[ ] stove'))
  expect(await boxes.nth(1).isChecked()).toBe(false)
  expect(await panel(page).getByRole('textbox', { name: 'Notes' }).count()).toBe(0)
})

it('edits a line of text with the row that any such field has', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Mom' })
  const page = await stage.signedIn(await stage.context(), `/shopping?item=${id}`)
  expect(await panel(page).getByLabel('For', { exact: true }).inputValue()).toBe('Mom')
  const occasion = panel(page).getByLabel('Occasion')
  await occasion.fill('x'.repeat(201))
  await page.keyboard.press('Enter')
  await panel(page).getByText('This has more than 200 characters.').waitFor()
  await occasion.fill('birthday')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stage.track.items.get({ id })).occasion).toBe('birthday')
})

it('stands beside a month, which keeps its width and shows what is open', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'Last of the week', due: 'sun' })
  const page = await stage.signedIn(await stage.context(), '/upcoming?view=month')
  const chip = page.locator('#main [data-item]', { hasText: 'Last of the week' })
  const edges = () =>
    page.evaluate(() => {
      const [chip, column, panel, month] = ['#main [data-item]', '#main > .column', '.panel', '#main .upcoming'].map(
        (selector) => document.querySelector(selector)?.getBoundingClientRect(),
      )
      return { chip: chip!.right, left: column!.left, month: month!.width, panel: panel?.left ?? innerWidth }
    })
  await chip.waitFor()
  const before = await edges()
  await chip.click()
  await title(page).waitFor()
  await expect.poll(async () => ((after) => after.panel - after.chip)(await edges())).toBeGreaterThanOrEqual(0)
  expect(await edges()).toMatchObject({ month: before.month })
  await expect.poll(() => chip.getByRole('link').getAttribute('aria-current')).toBe('true')
  await page.locator('.panel').focus()
  await page.keyboard.press('Escape')
  await expect.poll(edges).toEqual(before)
})
