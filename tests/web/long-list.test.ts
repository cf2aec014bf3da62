import { expect } from 'vitest'
import { it, row } from './browser.ts'

const MANY = 400

it('draws of a long list what is seen, wherever it is scrolled and however it is walked', async ({ stage }) => {
  await stage.track.batch.run({
    operations: Array.from({ length: MANY }, (_, n) => ({
      op: 'items.add',
      input: { kind: 'todo', title: `Number ${n + 1}.` },
    })),
  })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await row(page, 'Number 1.').waitFor()
  expect(await page.locator('#main .row').count()).toBeLessThan(80)
  const main = page.locator('#main')
  const seen = () =>
    main.evaluate((scroller) => {
      const { top, bottom } = scroller.getBoundingClientRect()
      const boxes = [...scroller.querySelectorAll('.row')]
        .map((one) => one.getBoundingClientRect())
        .filter((box) => box.bottom > top && box.top < bottom)
      const gaps = boxes.slice(1).filter((box, n) => Math.abs(box.top - boxes[n]!.bottom) > 2).length
      return { gaps, covered: boxes.reduce((sum, { height }) => sum + height, 0) / (bottom - top) }
    })
  for (const part of [0.3, 0.7, 0.2]) {
    await main.evaluate((scroller, to) => scroller.scrollTo(0, scroller.scrollHeight * to), part)
    await expect.poll(seen).toMatchObject({ gaps: 0, covered: expect.closeTo(1, 0) })
    await expect.poll(async () => (await seen()).covered).toBeGreaterThan(0.95)
  }
  await main.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight))
  await row(page, `Number ${MANY}.`).waitFor()
  await expect
    .poll(() => row(page, `Number ${MANY}.`).evaluate((last) => innerHeight - last.getBoundingClientRect().bottom))
    .toBeGreaterThan(0)
  await main.evaluate((scroller) => scroller.scrollTo(0, 0))
  await row(page, 'Number 1.').locator('.row-title').focus()
  for (let n = 2; n <= 61; n++) await page.keyboard.press('j') // quicker than rows are rendered
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await expect.poll(focused).toBe('Number 61.')
  await page.keyboard.press('x')
  await expect
    .poll(async () => (await stage.track.items.list({ status: 'done' })).items.map(({ title }) => title))
    .toEqual(['Number 61.'])
})

it('draws of the lists of many days what is seen, from the first moment on', async ({ stage }) => {
  await stage.track.batch.run({
    operations: Array.from({ length: MANY }, (_, n) => ({
      op: 'items.add',
      input: { kind: 'todo', title: `Number ${n + 1}.`, due: `in ${n % 14} days` },
    })),
  })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await row(page, 'Number 1.').waitFor()
  await page.evaluate(() => {
    const watch = new MutationObserver(() => {
      const { dataset } = document.documentElement
      const rows = document.querySelectorAll('#main .agenda-day .row').length
      dataset.most = String(Math.max(rows, Number(dataset.most ?? 0)))
    })
    watch.observe(document.body, { childList: true, subtree: true })
  })
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await row(page, 'Number 15.').waitFor()
  const most = Number(await page.evaluate(() => document.documentElement.dataset.most))
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(100)
})
