import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { connect } from '#main/client.ts'
import type { Track } from '#contract/track.ts'
import { DESKTOP, it, PHONE, row, type Stage } from './browser.ts'

/** The space `home` of the administrator, which Eve has joined, both as clients. */
async function household({ track, server }: Stage): Promise<{ eve: Track; key: string }> {
  const { api_key: key } = await track.users.add({ name: 'eve' })
  const eve = connect({ url: server.url, key })
  await track.spaces.add({ name: 'home' })
  await track.members.set({ name: 'home', user: 'eve', role: 'member' })
  await eve.spaces.join({ name: 'home' })
  return { eve, key }
}

/** A page of another user. */
async function signInAs(key: string, context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel(/key/i).first().fill(key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.evaluate(async () => void (await navigator.serviceWorker.ready)) // from here on it works offline
  return page
}

const home = { space: 'home' }

it('joins a space live, and shows in one browser what another one does there', async ({ stage }) => {
  const { track } = stage
  const page = await stage.signedIn(await stage.context({ viewport: DESKTOP }))
  const { key } = await household(stage)
  const side = page.getByRole('navigation', { name: 'Main' })
  await side.getByRole('link', { name: 'home', exact: true }).waitFor()
  await track.items.add({ kind: 'grocery', title: 'Milk' }, home)
  await track.items.add({ kind: 'grocery', title: 'My own chocolate' })
  await track.items.add({ kind: 'todo', title: 'Fix the tap', due: 'today', assigned: 'admin' }, home)
  await track.items.add({ kind: 'todo', title: 'Call Eve’s mother', due: 'today', assigned: 'eve' }, home)

  const tap = row(page, 'Fix the tap')
  await tap.getByText('home').waitFor()
  await tap.getByRole('img', { name: 'Assigned to admin' }).waitFor()
  expect(await row(page, 'Call Eve').count()).toBe(0)

  const eve = await signInAs(key, await stage.context({ viewport: PHONE, touch: true }))
  await row(eve, 'Call Eve').waitFor()
  await eve.getByRole('link', { name: 'Lists' }).tap()
  await eve
    .getByRole('link', { name: /Groceries/ })
    .first()
    .tap()
  await eve.getByRole('navigation', { name: 'Spaces' }).getByRole('link', { name: 'home' }).tap()
  await page.goto('/spaces/home/groceries')
  await eve.getByRole('checkbox', { name: 'Bought: Milk' }).tap()
  await page.getByText('You have everything').waitFor({ timeout: 10_000 })
  await page.getByRole('navigation', { name: 'Spaces' }).getByRole('link', { name: 'Mine' }).click()
  await row(page, 'My own chocolate').waitFor()
  expect(page.url()).toMatch(/\/groceries$/)
})

it('keeps what two people do offline, all of it once, and passes a turn on once', async ({ stage }) => {
  const { track } = stage
  const { key } = await household(stage)
  for (const title of ['Milk', 'Bread']) await track.items.add({ kind: 'grocery', title }, home)
  await track.items.add({ kind: 'chore', title: 'Bins', every: 'daily', turns: ['eve', 'admin'], due: 'today' }, home)
  const contexts = [await stage.context(), await stage.context()] as const
  const mine = await stage.signedIn(contexts[0])
  const eves = await signInAs(key, contexts[1])
  const pages = [mine, eves] as const
  for (const one of pages) {
    await one.goto('/spaces/home/groceries')
    await row(one, 'Milk').waitFor()
  }
  for (const context of contexts) await context.setOffline(true)
  for (const [one, title] of [
    [mine, 'Eggs'],
    [eves, 'Apples'],
  ] as const) {
    await one.getByRole('checkbox', { name: 'Bought: Milk' }).click()
    await one.getByRole('textbox', { name: 'Add groceries' }).fill(title)
    await one.keyboard.press('Enter')
    await row(one, title).waitFor()
    await one
      .getByRole('link', { name: /Chores/ })
      .last()
      .click()
    await one.getByRole('checkbox', { name: 'Done: Bins' }).click()
    await one.getByRole('button', { name: /3 wait/ }).waitFor()
  }
  await eves.reload()
  await eves.getByRole('button', { name: /3 wait/ }).waitFor()
  for (const context of contexts) await context.setOffline(false)
  for (const one of pages) {
    await one.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 })
    await one.goto('/spaces/home/groceries')
    for (const title of ['Eggs', 'Apples', 'Bread']) await row(one, title).waitFor()
    await one.getByRole('checkbox', { name: 'Bought: Milk', checked: true }).waitFor()
  }
  const { items } = await track.items.list({ status: 'all' }, home)
  expect(items.map(({ title, status, assigned }) => [title, status, assigned].join(' ')).toSorted()).toEqual([
    'Apples todo ',
    'Bins todo admin',
    'Bread todo ',
    'Eggs todo ',
    'Milk done ',
  ])
}, 90_000)
