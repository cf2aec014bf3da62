import { describe, expect } from 'vitest'
import { it, PHONE, row } from './browser.ts'
import { holdByTouch } from './gestures.ts'

it('never moves the list when an item opens', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'One', due: 'today' })
  const page = await stage.signedIn(await stage.context())
  const before = await row(page, 'One').boundingBox()
  await row(page, 'One').locator('.row-title').click()
  await page.getByRole('complementary', { name: 'One' }).waitFor()
  expect(await row(page, 'One').boundingBox()).toEqual(before)
})

it('shows pickers at the row that they change, and gives the focus back to it', async ({ stage }) => {
  for (const title of ['One', 'Two']) await stage.track.items.add({ kind: 'todo', title })
  const page = await stage.signedIn(await stage.context(), '/todos')
  const title = row(page, 'Two').locator('.row-title')
  for (const key of ['d', '#', 'm']) {
    await title.focus()
    await page.keyboard.press(key)
    const picker = page.getByRole('dialog')
    await picker.waitFor()
    const [box, at] = [(await picker.boundingBox())!, (await row(page, 'Two').boundingBox())!]
    expect(Math.abs(box.y - (at.y + at.height))).toBeLessThan(24)
    expect(await page.locator('dialog[open]').count()).toBe(0)
    await page.keyboard.press('Escape')
    await picker.waitFor({ state: 'detached' })
    await expect.poll(() => title.evaluate((link) => link === document.activeElement)).toBe(true)
  }
  await page.keyboard.press('d')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('tomorrow')
  await page.keyboard.press('Enter')
  const due = async () => (await stage.track.items.list({ q: 'two' })).items[0]!.due
  await expect.poll(due).not.toBeNull()
})

it('offers at the pointer, on hover and by the menu key what can be done to a row', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'One', due: 'today' })
  const get = () => stage.track.items.get({ id })
  const page = await stage.signedIn(await stage.context())
  await row(page, 'One').click({ button: 'right', position: { x: 300, y: 20 } })
  const menu = page.getByRole('menu')
  await menu.getByRole('menuitem', { name: 'Start' }).click()
  await expect.poll(async () => (await get()).status).toBe('doing')
  const { due } = await get()
  await row(page, 'One').locator('.row-title').focus()
  await page.keyboard.press('Shift+F10')
  await menu.getByRole('menuitem', { name: 'Postpone by a day' }).click()
  await expect.poll(async () => (await get()).due! > due!).toBe(true)
  await row(page, 'One').hover()
  await row(page, 'One').getByRole('button', { name: 'Priority' }).click()
  await page.getByRole('radio', { name: /Highest/ }).click()
  await expect.poll(async () => (await get()).priority).toBe(1)
})

it('does to all selected items what the menu says, as one write', async ({ stage }) => {
  for (const title of ['One', 'Two', 'Three']) await stage.track.items.add({ kind: 'todo', title })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await row(page, 'One').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  const { revision } = await stage.track.me.get()
  await row(page, 'Two').click({ button: 'right', position: { x: 300, y: 20 } })
  await page.getByRole('menuitem', { name: 'Postpone by a day' }).click()
  await expect.poll(async () => (await stage.track.items.list()).items.every(({ due }) => due !== null)).toBe(true)
  expect((await stage.track.me.get()).revision).toBe(revision + 1)
})

describe('by a finger', () => {
  it('a swipe to the right is done, one to the left asks for the due date', async ({ stage }) => {
    for (const title of ['One', 'Two']) await stage.track.items.add({ kind: 'todo', title, due: 'today' })
    const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }))
    const swipe = async (title: string, by: number) => {
      const box = (await row(page, title).boundingBox())!
      const finger = await holdByTouch(page, row(page, title), 0)
      await finger.moveTo({ x: box.x + box.width / 2 + by, y: box.y + box.height / 2 })
      await finger.release()
    }
    await swipe('One', 130)
    await expect
      .poll(async () => (await stage.track.items.list({ status: 'done' })).items.map(({ title }) => title))
      .toEqual(['One'])
    await swipe('Two', 40) // too short
    await swipe('Two', -130)
    const sheet = page.getByRole('dialog', { name: /^Due of “Two”/ })
    await sheet.getByRole('button', { name: 'Tomorrow' }).tap()
    await expect.poll(async () => (await stage.track.views.today()).count).toBe(0)
    expect((await stage.track.items.list({ status: 'done' })).items).toHaveLength(1)
  })

  it('a long press selects, and a tap then selects more', async ({ stage }) => {
    for (const title of ['One', 'Two']) await stage.track.items.add({ kind: 'todo', title, due: 'today' })
    const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }))
    await (await holdByTouch(page, row(page, 'One'), 600)).release()
    const bar = page.getByRole('toolbar', { name: 'Selected items' })
    await bar.getByText('1 selected').waitFor()
    expect(page.url()).not.toContain('item=')
    await row(page, 'Two').locator('.row-title').tap()
    await bar.getByText('2 selected').waitFor()
    await bar.getByRole('button', { name: 'Done' }).tap()
    await expect.poll(async () => (await stage.track.items.list({ status: 'done' })).items.length).toBe(2)
  })
})
