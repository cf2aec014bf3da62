import { expect } from 'vitest'
import { it } from './browser.ts'

it('says beside the chips what was not understood, and adds it as it stands', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context(), '/todos')
  await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
  await page.keyboard.press('q')
  const field = page.getByRole('textbox', { name: 'Add anything' })
  await field.fill('Call Ann every other friday until jun 30 6/1')
  const chips = page.getByRole('list', { name: 'Understood' })
  await chips.getByText(/^Every 2 weeks on fri until \d{4}-06-30$/).waitFor()
  expect(await chips.getByRole('listitem').count()).toBe(1)
  const notices = page.getByRole('status', { name: 'Not understood' })
  await notices.getByText('“6/1” stays in the title', { exact: false }).waitFor()
  await field.fill('Call Ann every other friday')
  await notices.getByText('stays in the title', { exact: false }).waitFor({ state: 'detached' })
  await field.press('Enter')
  await expect
    .poll(async () => (await stage.track.items.list({})).items[0])
    .toMatchObject({ title: 'Call Ann', every: '2 weeks on fri' })
})

it('finds a project by its title in any script, and splits groceries at commas', async ({ stage }) => {
  await stage.track.projects.add({ title: 'キッチン' })
  const page = await stage.signedIn(await stage.context(), '/groceries')
  await page.getByRole('textbox', { name: 'Add groceries' }).fill('1,5 l milk, eggs')
  await page.keyboard.press('Enter')
  const titles = async () => (await stage.track.items.list({ kind: 'grocery' })).items.map(({ title }) => title)
  await expect.poll(titles).toEqual(['1,5 l milk', 'eggs'])
  await page.getByRole('textbox', { name: 'Add groceries' }).blur()
  await page.keyboard.press('q')
  await page.getByRole('textbox', { name: 'Add anything' }).fill('Paint it @キッチン')
  await page.keyboard.press('Enter')
  const tasks = async () => (await stage.track.items.list({ kind: 'task' })).items.map(({ project }) => project)
  await expect.poll(tasks).toEqual(['kitchin'])
})
