import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { connect } from '#main/client.ts'
import { contents } from '#testing/builders.ts'
import { addSampleData } from '#testing/sample-data.ts'
import { it } from './browser.ts'

const DAY = /^track-\d{4}-\d\d-\d\d\.json$/

it('exports everything to a file, and another account imports it, once, to be undone', async ({ stage }) => {
  await addSampleData(stage.track)
  const before = await contents(stage.track)
  const page = await stage.signedIn(await stage.context(), '/settings')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(DAY)
  const path = await download.path()
  const document = JSON.parse(readFileSync(path, 'utf8')) as { items: object[] }
  expect(document.items).toEqual((await stage.track.data.export()).items)

  const choose = async (name: string, text: string) =>
    page.getByLabel('File to import').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  await choose('photo.json', 'no json')
  await page.getByText('photo.json: it cannot be told which tracker this is from; nothing was changed').waitFor()
  await choose('track.json', readFileSync(path, 'utf8'))
  await page.getByText(/^Nothing to add, \d+ were here already\.$/).waitFor()

  const { api_key } = await stage.track.users.add({ name: 'house' })
  const household = connect({ url: stage.server.url, key: api_key })
  await page.getByRole('button', { name: 'Add another key' }).click()
  await page.getByRole('dialog').getByLabel('Key', { exact: true }).fill(api_key)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Switch to admin' }).waitFor()
  await choose('track.json', readFileSync(path, 'utf8'))
  await page
    .getByText(new RegExp(`^Added ${document.items.length} items, \\d+ projects and \\d+ features\\.$`))
    .waitFor()
  expect(await contents(household)).toEqual(before)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await household.items.list({ status: 'all' })).items).toEqual([])
})

it('shows what a file of another tracker becomes, imports it, once, to be undone', async ({ stage }) => {
  const page = await stage.signedIn(await stage.context(), '/settings')
  const choose = async () =>
    page.getByLabel('File to import').setInputFiles('tests/formats/fixtures/vikunja-export.zip')
  await choose()
  const preview = page.getByRole('group', { name: 'What would be imported' })
  await preview.getByText('From vikunja').waitFor()
  await preview.getByText('One thing is not understood').click()
  await preview.getByText(/repeats after 5400 seconds/).waitFor()
  expect((await stage.track.items.list({ status: 'all' })).items).toEqual([])
  await preview.getByRole('button', { name: 'Import 5 items' }).click()
  await page.getByText('Added 5 items and 1 project.').waitFor()
  expect((await stage.track.items.list({ kind: 'chore' })).items.map(({ title }) => title)).toEqual(['Water plants'])
  await choose()
  await preview.getByRole('button', { name: 'Import 5 items' }).click()
  await page.getByText('Nothing to add, 6 were here already.').waitFor()
})
