import { expect } from 'vitest'
import { it, PHONE, row } from './browser.ts'
import { household, HOME } from './household.ts'
import { violations } from './violations.ts'

const SLOW = { timeout: 15_000 }

it('assigns by key, palette, context menu and for several at once, finds what is assigned, and undoes it', async ({
  stage,
}) => {
  const { track } = stage
  await household(stage)
  for (const title of ['Fix the tap', 'Book the plumber', 'Call the landlord'])
    await track.items.add({ kind: 'todo', title, due: 'today' }, HOME)
  await track.items.add({ kind: 'todo', title: 'Read a book', due: 'today' })
  const assigned = async () =>
    Object.fromEntries((await track.items.list({}, HOME)).items.map(({ title, assigned }) => [title, assigned]))
  const page = await stage.signedIn(await stage.context())
  const focus = (title: string) => row(page, title).locator('.row-title').focus()
  const marked = (title: string, name: string) =>
    row(page, title)
      .getByRole('img', { name: `Assigned to ${name}` })
      .waitFor()

  await focus('Fix the tap')
  await page.keyboard.press('a')
  const popover = page.getByRole('dialog', { name: 'Who does “Fix the tap”?' })
  await popover.getByRole('radio', { name: 'Anyone', checked: true }).waitFor()
  await popover.getByRole('radio', { name: 'eve' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('1')
  await marked('Fix the tap', 'admin')
  await expect.poll(assigned, SLOW).toMatchObject({ 'Fix the tap': 'admin' })
  expect(
    await row(page, 'Fix the tap')
      .locator('.row-title')
      .evaluate((title) => title === document.activeElement),
  ).toBe(true)
  await page.keyboard.press('z')
  await expect.poll(assigned, SLOW).toMatchObject({ 'Fix the tap': null })

  await focus('Fix the tap')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('assi')
  await page.getByRole('option', { name: /Assign…/ }).waitFor()
  await page.keyboard.press('Enter')
  await popover.getByRole('radio', { name: 'admin (you)' }).click()
  await marked('Fix the tap', 'admin')

  await row(page, 'Book the plumber').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Assign…' }).click()
  await page.getByRole('dialog', { name: 'Who does “Book the plumber”?' }).getByRole('radio', { name: 'eve' }).click()
  await row(page, 'Book the plumber').waitFor({ state: 'detached' }) // Today leaves out what others do
  await expect.poll(assigned, SLOW).toMatchObject({ 'Book the plumber': 'eve' })

  await page.keyboard.press('ControlOrMeta+a')
  await page.getByRole('toolbar', { name: 'Selected items' }).getByRole('button', { name: 'Assign' }).click()
  const several = page.getByRole('dialog', { name: 'Who does 3 items?' })
  await several.getByText('What is your own stays as it is.').waitFor()
  await several.getByRole('radio', { name: 'Anyone' }).click()
  await expect.poll(assigned, SLOW).toMatchObject({ 'Fix the tap': null, 'Book the plumber': 'eve' })
  await page.keyboard.press('Escape')

  await focus('Read a book')
  await page.keyboard.press('a')
  await page.getByText('Only what is in a space that you share').waitFor()
  await page.keyboard.press('Escape')

  await page.goto('/search?q=assigned:eve')
  await marked('Book the plumber', 'eve')
  expect(await page.locator('#main .row').count()).toBe(1)
  await page.getByRole('button', { name: 'Remove assigned:eve' }).waitFor()
  await page.goto('/search?q=assigned:nobody')
  await row(page, 'Call the landlord').waitFor()
  expect(await page.locator('#main .row').count()).toBe(2)
}, 120_000)

it('sets whose turn a chore is, passes it on for who did it, and assigns on a phone without a network', async ({
  stage,
}) => {
  const { track } = stage
  await household(stage)
  const { id } = await track.items.add({ kind: 'chore', title: 'Sweep', every: 'daily', due: 'today' }, HOME)
  const sweep = () => track.items.get({ id }, HOME)
  const page = await stage.signedIn(await stage.context({ colorScheme: 'dark' }), `/today?item=home/${id}`)
  const panel = page.getByRole('complementary', { name: 'Sweep' })
  await panel.getByRole('button', { name: 'Turns', exact: true }).click()
  const turns = page.getByRole('dialog', { name: 'Turns of “Sweep”' })
  await turns.getByRole('checkbox', { name: 'admin' }).click()
  await turns.getByText('Turns need at least two.').waitFor()
  await turns.getByRole('checkbox', { name: 'eve' }).click()
  await turns.getByRole('button', { name: 'Earlier: eve' }).click()
  expect(await violations(page)).toEqual([])
  await turns.getByRole('button', { name: 'Done' }).click()
  await panel.getByText('eve, then admin').waitFor()
  expect(await panel.getByLabel('Turn', { exact: true }).inputValue()).toBe('eve')
  await expect.poll(sweep, SLOW).toMatchObject({ turns: ['eve', 'admin'], turn_rule: 'next', assigned: 'eve' })
  expect(await violations(page)).toEqual([])

  await panel.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Done by…' }).click()
  await page.getByRole('dialog', { name: 'Who did “Sweep”?' }).getByRole('radio', { name: 'eve' }).click()
  await panel.getByText('by eve').first().waitFor()
  await expect.poll(() => panel.getByLabel('Turn', { exact: true }).inputValue(), SLOW).toBe('admin')
  await expect.poll(sweep, SLOW).toMatchObject({ done_by: 'eve', assigned: 'admin' })

  const context = await stage.context({ viewport: PHONE, touch: true })
  const phone = await stage.signedIn(context, `/today?item=home/${id}`)
  const sheet = phone.getByRole('dialog', { name: 'Sweep' })
  await expect.poll(() => sheet.getByLabel('Turn', { exact: true }).inputValue(), SLOW).toBe('admin')
  await sheet.getByRole('button', { name: 'Turns', exact: true }).tap()
  const choices = phone.getByRole('dialog', { name: 'Turns of “Sweep”' })
  await choices.getByRole('radio', { name: 'Who did least' }).check()
  expect(await violations(phone)).toEqual([])
  await choices.getByRole('button', { name: 'Done' }).tap()
  await sheet.getByText('Next is who did it least in 90 days').waitFor()
  await expect.poll(sweep, SLOW).toMatchObject({ turn_rule: 'fewest' })

  await context.setOffline(true)
  await sheet.getByLabel('Turn', { exact: true }).selectOption('eve')
  await context.setOffline(false)
  await expect.poll(sweep, SLOW).toMatchObject({ assigned: 'eve' })
}, 120_000)
