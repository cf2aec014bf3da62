import { expect } from 'vitest'
import { it, PHONE } from './browser.ts'

it('completes projects, tags and recipients by keys, and makes a project that is not there', async ({ stage }) => {
  await stage.track.projects.add({ title: 'Kitchen reno' })
  await stage.track.items.add({ kind: 'todo', title: 'Old', tags: ['errands', 'errors'] })
  await stage.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Mom' })
  const page = await stage.signedIn(await stage.context())
  await page.keyboard.press('q')
  const field = page.getByRole('dialog').getByRole('textbox')
  const option = (name: string) => page.getByRole('option', { name })
  await field.pressSequentially('Buy tiles @kit')
  await option('Kitchen reno').waitFor()
  await page.keyboard.press('Enter')
  expect(await field.inputValue()).toBe('Buy tiles @kitchen-reno ')
  await field.pressSequentially('#er')
  await option('errors').waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  expect(await field.inputValue()).toBe('Buy tiles @kitchen-reno #errors ')
  await page.keyboard.press('Enter')
  const added = async () => (await stage.track.items.list({ q: 'tiles' })).items
  await expect.poll(added).toMatchObject([{ title: 'Buy tiles', project: 'kitchen-reno', tags: ['errors'] }])

  await field.pressSequentially('gift: gloves for m')
  await option('Mom').click()
  expect(await field.inputValue()).toBe('gift: gloves for Mom ')
  await field.fill('Plant the hedge @garden')
  await field.press('End')
  await option('New project: garden').click()
  await expect.poll(() => field.inputValue()).toBe('Plant the hedge @garden ')
  await field.press('Enter')
  await expect.poll(async () => (await stage.track.items.list({ q: 'hedge' })).items[0]?.project).toBe('garden')

  await field.pressSequentially('Mail me @ho') // Escape closes the list, not the line
  await field.fill('Note @x')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('option').count()).toBe(0)
  expect(await field.inputValue()).toBe('Note @x')
})

it('grows by lines, and a chip opens what else could stand there', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  await page.keyboard.press('q')
  const field = page.getByRole('dialog').getByRole('textbox')
  const height = async () => (await field.boundingBox())!.height
  const low = await height()
  await field.fill('Ask the neighbours whether they could water the plants in the stairwell while we are away tomorrow')
  expect(await height()).toBeGreaterThan(low + 15)
  const [content, shown] = await field.evaluate((area) => [area.scrollHeight, area.clientHeight])
  expect(content).toBeLessThanOrEqual(shown! + 1)
  const chips = page.getByRole('list', { name: 'Understood' })
  await chips.getByRole('combobox', { name: /^Change Tomorrow/ }).click()
  await page.getByRole('option', { name: /^next week/ }).click()
  expect(await field.inputValue()).toContain('away next week')
  await field.press('Enter')
  await expect.poll(async () => (await stage.track.items.list({})).items[0]?.due).toMatch(/^\d{4}-/)
})

it('has buttons for date, priority, tag and project above a phone’s keyboard', async ({ stage }) => {
  await stage.track.projects.add({ title: 'Garden' })
  const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }))
  await page.getByRole('button', { name: 'Add', exact: true }).tap()
  const sheet = page.getByRole('dialog')
  const field = sheet.getByRole('textbox')
  await field.fill('Dig')
  for (const [button, choice] of [
    ['Date', 'tomorrow'],
    ['Priority', 'Highest'],
    ['Project', 'Garden'],
  ] as const) {
    await sheet.getByRole('button', { name: button, exact: true }).tap()
    await sheet.getByRole('option', { name: choice }).tap()
  }
  expect(await field.inputValue()).toBe('Dig tomorrow p1 @garden ')
  await sheet.getByRole('button', { name: 'Add' }).tap()
  await expect
    .poll(async () => (await stage.track.items.list({})).items[0])
    .toMatchObject({ priority: 1, project: 'garden' })
})
