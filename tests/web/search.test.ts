import { expect } from 'vitest'
import type { AddInput } from '#contract/types.ts'
import { it, PHONE, row } from './browser.ts'

it('narrows by tags, projects, priorities, dates and states, as chips that can be taken away', async ({ stage }) => {
  await stage.track.projects.add({ title: 'Kitchen reno' })
  for (const item of [
    { kind: 'todo', title: 'Late', due: 'yesterday', tags: ['home'], priority: 1 },
    { kind: 'todo', title: 'Soon', due: 'in 3 days', tags: ['home'] },
    { kind: 'todo', title: 'Someday' },
    { kind: 'task', title: 'Tiles', project: 'kitchen-reno', due: 'in 3 weeks' },
  ])
    await stage.track.items.add(item as AddInput)
  const page = await stage.signedIn(await stage.context(), '/search')
  const field = page.getByRole('searchbox', { name: 'Search' })
  const titles = async () => (await page.locator('#main .row-title').allTextContents()).map((one) => one.split(',')[0])
  for (const [query, found] of [
    ['#home', ['Late', 'Soon']],
    ['#home p1', ['Late']],
    ['@kitchen-reno', ['Tiles']],
    ['due<7d', ['Late', 'Soon']],
    ['due>7d', ['Tiles']],
    ['no:date', ['Someday']],
    ['is:overdue', ['Late']],
    ['#home soo', ['Soon']],
    ['is:task', ['Tiles']],
  ] as const) {
    await field.fill(query)
    await expect.poll(titles).toEqual(found)
  }
  await field.fill('#home p1')
  const chips = page.getByRole('list', { name: 'Filters' })
  expect(await chips.getByRole('listitem').count()).toBe(2)
  await chips.getByRole('button', { name: 'Remove p1' }).click()
  await expect.poll(titles).toEqual(['Late', 'Soon'])
})

it('keeps a search among the lists, with its count, on a phone too', async ({ stage }) => {
  await stage.track.items.add({ kind: 'todo', title: 'Paint', tags: ['home'] })
  const context = await stage.context()
  const page = await stage.signedIn(context, '/search?q=%23home')
  await page.getByRole('button', { name: 'Keep as a view' }).click()
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: '#home' })
  await expect.poll(() => link.textContent()).toContain('1')
  await stage.track.items.add({ kind: 'todo', title: 'Sweep', tags: ['home'] })
  await expect.poll(() => link.textContent()).toContain('2')
  await page.goto('/today')
  await link.click()
  await row(page, 'Paint').waitFor()
  await page.setViewportSize(PHONE)
  await page.goto('/lists')
  await page.getByRole('link', { name: /#home/ }).click()
  await row(page, 'Sweep').waitFor()
  await page.getByRole('button', { name: 'Remove from the lists' }).click()
  await page.goto('/lists')
  await page.getByRole('link', { name: /Groceries/ }).waitFor()
  expect(await page.getByRole('link', { name: /#home/ }).count()).toBe(0)
})
