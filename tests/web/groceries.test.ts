import { expect } from 'vitest'
import { it, PHONE, row } from './browser.ts'
import { drag } from './gestures.ts'

it('adds up what is added again, and shows amounts apart', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context(), '/groceries')
  const line = page.getByRole('textbox', { name: 'Add groceries' })
  const add = async (text: string) => {
    await line.fill(text)
    await page.keyboard.press('Enter')
  }
  const titles = async () => (await stage.track.items.list({ kind: 'grocery' })).items.map(({ title }) => title)
  await add('2 kg flour, milk')
  await add('500 g flour')
  await add('2x milk')
  await expect.poll(titles).toEqual(['2.5 kg flour', '3x milk'])
  await row(page, 'flour').locator('.row-end').getByText('2.5 kg').waitFor()
  expect(await row(page, 'milk').locator('.row-title').textContent()).toBe('Milk')
  await line.blur()
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByRole('textbox').fill('milk')
  await page.keyboard.press('Enter')
  await expect.poll(titles).toEqual(['2.5 kg flour', '4x milk'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('z')
  await expect.poll(titles).toEqual(['2.5 kg flour', '3x milk'])
})

it('stands by aisle, in an order per store and an aisle per thing that are remembered', async ({ stage }) => {
  for (const title of ['Apples', 'Milk', 'Rice', 'Widgets'])
    await stage.track.items.add({ kind: 'grocery', title, tags: ['market'] })
  const page = await stage.signedIn(await stage.context(), '/groceries')
  const aisles = async () => page.locator('.aisle-head h3').allTextContents()
  const order = async () => page.locator('#main .row-title').allTextContents()
  await expect.poll(aisles).toEqual(['Fruit & vegetables', 'Dairy & eggs', 'Pantry', 'Other'])
  await page.getByRole('button', { name: 'Move Pantry: arrow keys' }).focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(aisles).toEqual(['Fruit & vegetables', 'Pantry', 'Dairy & eggs', 'Other'])
  const other = page.locator('.aisle', { hasText: 'Widgets' })
  await other.hover()
  const grip = other.getByRole('button', { name: 'Move Other: arrow keys' })
  const [from, to] = [(await grip.boundingBox())!, (await page.locator('.aisle').first().boundingBox())!]
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 8, to.y + 60)
  await page.mouse.move(from.x + 8, to.y + 6)
  await page.mouse.up()
  await expect.poll(aisles).toEqual(['Other', 'Fruit & vegetables', 'Pantry', 'Dairy & eggs'])
  await drag(page, row(page, 'Widgets').locator('.row-text'), page.locator('.aisle', { hasText: 'Rice' }))
  await expect.poll(aisles).toEqual(['Fruit & vegetables', 'Pantry', 'Dairy & eggs'])
  await page.reload()
  await expect.poll(order).toEqual(['Apples', 'Rice', 'Widgets', 'Milk'])
})

it('is printed as one plain column with boxes', async ({ stage }) => {
  for (const title of ['2 kg apples', 'Milk']) await stage.track.items.add({ kind: 'grocery', title, tags: ['market'] })
  const page = await stage.signedIn(await stage.context({ viewport: PHONE }), '/groceries')
  await row(page, 'Milk').waitFor()
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.tabs', '.groceries-add', '.row-tools', '.account-name'])
    expect(await page.locator(hidden).first().isVisible()).toBe(false)
  expect(await page.locator('.check-box').first().isVisible()).toBe(true)
  const [first, second] = [await row(page, 'apples').boundingBox(), await row(page, 'Milk').boundingBox()]
  expect(first!.x).toBe(second!.x)
  expect(first!.height).toBeLessThan(36)
})
