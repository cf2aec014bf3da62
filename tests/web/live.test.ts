import { expect } from 'vitest'
import { it, row } from './browser.ts'

it('shows within a second what another door does, and disturbs nothing that is being typed', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context())
  await page.keyboard.press('q')
  const line = page.getByRole('dialog').getByRole('textbox')
  await line.fill('half a thou')
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'From elsewhere', due: 'today' })
  await row(page, 'From elsewhere').waitFor({ timeout: 1000 })
  expect(await line.inputValue()).toBe('half a thou')
  await page.keyboard.press('Escape')
  const other = await stage.signedIn(await stage.context())
  await row(other, 'From elsewhere').waitFor()
  await stage.track.items.update({ id, title: 'Renamed elsewhere' })
  await Promise.all([page, other].map((one) => row(one, 'Renamed elsewhere').waitFor({ timeout: 1000 })))
  await row(other, 'Renamed elsewhere').getByRole('checkbox').click()
  await row(page, 'Renamed elsewhere').waitFor({ state: 'detached', timeout: 3000 })
})
