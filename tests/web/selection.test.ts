import { expect } from 'vitest'
import { it, row } from './browser.ts'

it('chooses several by shift and ctrl, and changes them as one write', async ({ stage }) => {
  const titles = ['One', 'Two', 'Three', 'Four', 'Five']
  for (const title of titles) await stage.track.items.add({ kind: 'todo', title })
  const page = await stage.signedIn(await stage.context(), '/todos')
  const items = async () => (await stage.track.items.list({ status: 'all' })).items
  const having = (fits: (item: { priority: number; due: string | null; status: string }) => boolean) => async () =>
    (await items())
      .filter(fits)
      .map(({ title }) => title)
      .toSorted()
  const choose = (title: string, modifiers: ('Shift' | 'ControlOrMeta')[]) =>
    row(page, title).locator('.row-title').click({ modifiers })
  const bar = page.getByRole('toolbar', { name: 'Selected items' })

  await choose('One', ['ControlOrMeta'])
  await choose('Three', ['Shift'])
  await bar.getByText('3 selected').waitFor()
  await choose('Two', ['ControlOrMeta'])
  await choose('Five', ['ControlOrMeta'])
  await bar.getByText('3 selected').waitFor()
  const { revision } = await stage.track.me.get()
  await page.keyboard.press('2')
  await expect.poll(having(({ priority }) => priority === 2)).toEqual(['Five', 'One', 'Three'])
  expect((await stage.track.me.get()).revision).toBe(revision + 1)

  await page.keyboard.press('d')
  await page.getByRole('dialog').getByRole('textbox').fill('tomorrow')
  await page.keyboard.press('Enter')
  await expect.poll(having(({ due }) => due !== null)).toEqual(['Five', 'One', 'Three'])

  await page.keyboard.press('x')
  await expect.poll(having(({ status }) => status === 'done')).toEqual(['Five', 'One', 'Three'])
  await bar.waitFor({ state: 'detached' })
  await page.keyboard.press('z')
  await expect.poll(having(({ status }) => status === 'done')).toEqual([])
})

it('selects a range over any distance, all with Ctrl+A, and grows with Shift+J', async ({ stage }) => {
  await stage.track.batch.run({
    operations: Array.from({ length: 400 }, (_, n) => ({
      op: 'items.add',
      input: { kind: 'todo', title: `Number ${n + 1}.` },
    })),
  })
  const page = await stage.signedIn(await stage.context(), '/todos')
  const bar = page.getByRole('toolbar', { name: 'Selected items' })
  await row(page, 'Number 3.')
    .first()
    .locator('.row-title')
    .click({ modifiers: ['ControlOrMeta'] })
  await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
  await row(page, 'Number 398.')
    .locator('.row-title')
    .click({ modifiers: ['Shift'] })
  await bar.getByText('396 selected').waitFor()
  await page.keyboard.press('Shift+J')
  await bar.getByText('397 selected').waitFor()
  await page.keyboard.press('Shift+K')
  await bar.getByText('396 selected').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await bar.getByText('400 selected').waitFor()
  await page.keyboard.press('Escape')
  await bar.waitFor({ state: 'detached' })
})

it('moves several of any kind to a project, as one write that can be undone', async ({ stage }) => {
  await stage.track.projects.add({ title: 'Garden' })
  for (const title of ['One', 'Two']) await stage.track.items.add({ kind: 'todo', title })
  const page = await stage.signedIn(await stage.context(), '/todos')
  await row(page, 'One').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  const { revision } = await stage.track.me.get()
  await page.getByRole('toolbar', { name: 'Selected items' }).getByRole('button', { name: 'Move' }).click()
  await page.getByRole('option', { name: 'Garden' }).click()
  const tasks = async () => (await stage.track.items.list({ kind: 'task' })).items.map(({ title }) => title).toSorted()
  await expect.poll(tasks).toEqual(['One', 'Two'])
  expect((await stage.track.me.get()).revision).toBe(revision + 1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(tasks).toEqual([])
})
