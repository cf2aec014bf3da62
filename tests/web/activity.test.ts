import { expect } from 'vitest'
import { it } from './browser.ts'

it('describes each write with its fields, and undoes and redoes one', async ({ stage }) => {
  const { id } = await stage.track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly', due: '2026-12-01' })
  await stage.track.items.update({ id, priority: 1, title: 'Sweep the yard' })
  await stage.track.items.skip({ id })
  await stage.track.items.add({ kind: 'todo', title: 'Lamp' })
  const page = await stage.signedIn(await stage.context(), '/activity')
  const rows = page.getByRole('list').getByRole('listitem')
  const texts = async () => (await rows.locator('.did-text').allTextContents()).map((text) => text.trim()).slice(0, 4)
  const written = [
    'Changed the settings', // by the first visit
    'Added Lamp',
    'Skipped Sweep the yard',
    'Changed Sweep the yard, renamed from “Sweep”, priority 3 → 1',
  ]
  await expect.poll(texts).toEqual(written)
  await page.getByRole('button', { name: 'Undo: Skipped Sweep the yard' }).click()
  await expect.poll(texts).toEqual(['Undid: Skipped Sweep the yard', ...written.slice(0, 3)])
  await page.getByRole('button', { name: 'Redo: Skipped Sweep the yard' }).click()
  await expect.poll(async () => (await texts())[0]).toBe('Redid: Skipped Sweep the yard')
})
