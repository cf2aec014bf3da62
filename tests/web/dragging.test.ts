import { expect } from 'vitest'
import { it, row } from './browser.ts'

it('moves items by mouse and by keyboard', async ({ stage }) => {
  for (const title of ['One', 'Two', 'Three']) await stage.track.items.add({ kind: 'todo', title })
  const page = await stage.signedIn(await stage.context(), '/todos')
  const titles = async () => (await stage.track.items.list()).items.map(({ title }) => title)
  await row(page, 'Three').hover()
  const grip = row(page, 'Three').getByRole('button').first()
  const [from, to] = [await grip.boundingBox(), await row(page, 'One').boundingBox()]
  await page.mouse.move(from!.x + from!.width / 2, from!.y + from!.height / 2)
  await page.mouse.down()
  for (let step = 1; step <= 10; step++) await page.mouse.move(from!.x + 5, from!.y + ((to!.y - 4 - from!.y) * step) / 10)
  await page.mouse.up()
  await expect.poll(titles).toEqual(['Three', 'One', 'Two'])
  await row(page, 'Two').locator('.row-title').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(titles).toEqual(['Three', 'Two', 'One'])
})
