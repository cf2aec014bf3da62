import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { connect } from '#main/client.ts'
import { it, PHONE, type Stage } from './browser.ts'
import { household, HOME } from './household.ts'
import { violations } from './violations.ts'

/** Another user of the server, who is called eve. */
async function addEve(stage: Stage) {
  const { api_key: key } = await stage.track.users.add({ name: 'eve' })
  return { key, track: connect({ url: stage.server.url, key }) }
}

const member = (page: Page, name: string) => page.getByRole('group', { name, exact: true })

async function choose(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

it('makes a space, invites someone who sees it at once and joins, and says what members are called', async ({
  stage,
}) => {
  const eve = await addEve(stage)
  const page = await stage.signedIn(await stage.context({ offline: true }), '/settings')
  const phone = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }), '/settings', eve.key)
  await phone.getByText('Share groceries, chores and gifts').waitFor()
  await phone.getByRole('link', { name: 'Today' }).tap()

  await page.getByRole('button', { name: 'Make a space' }).click()
  await page.keyboard.type('Our home')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText('A name is small letters and digits').waitFor()
  await page.getByRole('dialog').getByLabel('Name').fill('home')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'home', level: 1 }).waitFor()

  await page.getByRole('button', { name: 'Invite someone' }).click()
  await page.keyboard.type('eva')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('alert').getByText('user eva').waitFor()
  await page.getByRole('dialog').getByLabel('Name of the user').fill('eve')
  await page.keyboard.press('Enter')
  await member(page, 'eve').getByText('Invited').waitFor()

  const invitation = phone.getByRole('group', { name: 'Invitation to home' })
  await invitation.waitFor() // without a reload
  expect(await violations(phone)).toEqual([])
  await invitation.getByRole('button', { name: 'Join' }).tap()
  await invitation.waitFor({ state: 'detached' })
  await phone.goto('/settings')
  await phone.locator('#main').getByRole('link', { name: /^home/ }).tap()
  await member(phone, 'eve').getByText('You').waitFor()
  expect(await phone.getByRole('button', { name: 'Invite someone' }).count()).toBe(0)
  expect(await phone.getByRole('button', { name: 'Remove…' }).count()).toBe(0)

  await member(page, 'eve').getByText('Member').waitFor() // without a reload, either
  await choose(page, 'eve', 'What they are called…')
  await page.keyboard.type('Mom, Mum, Mom')
  await page.keyboard.press('Enter')
  await member(page, 'eve').getByText('Member, called Mom, Mum').waitFor()
  await expect(
    stage.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'mum' }, { space: 'home' }),
  ).rejects.toMatchObject({ code: 'invalid' })

  await choose(page, 'admin', 'Make a plain member')
  await page.getByText('admin is the last owner of home').waitFor()
  await choose(page, 'eve', 'Make an owner')
  await page.getByText('eve is now an owner of home').waitFor()
  expect(await violations(page)).toEqual([])

  await page.getByRole('switch', { name: 'Groceries' }).check()
  await expect
    .poll(async () => (await stage.track.me.get()).defaults, { timeout: 10_000 })
    .toEqual({ groceries: 'home' })

  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Invite someone', disabled: true }).waitFor()
  await page.reload()
  await page.getByText('The space shows when the connection is back.').waitFor()
}, 180_000)

it('says who did what and how to subscribe to a space, and lets one leave, decline, expel and remove', async ({
  stage,
}) => {
  const { eve, key } = await household(stage)
  const { id } = await eve.items.add({ kind: 'chore', title: 'Sweep', every: 'daily', due: 'today' }, HOME)
  await eve.items.done({ id }, HOME)
  const milk = await eve.items.add({ kind: 'grocery', title: 'Milk' }, HOME)
  await eve.items.done({ id: milk.id, by: 'admin' }, HOME)
  const bread = await eve.items.add({ kind: 'grocery', title: 'Bread' }, HOME)
  await eve.items.done({ id: bread.id }, HOME)

  const page = await stage.signedIn(await stage.context({ colorScheme: 'dark' }), '/spaces/home')
  const report = page.getByRole('list', { name: 'Done by member' })
  await expect.poll(() => report.getByRole('listitem').allInnerTexts(), { timeout: 10_000 }).toHaveLength(2)
  expect((await report.innerText()).replace(/\s+/g, ' ')).toMatch(/eve 2 done .*admin 1 done/)
  await page.getByText('3 done this week, 1 of 1 chore in time.').waitFor()
  await page.getByRole('radio', { name: 'Year' }).check()
  await page.getByText('3 done this year').waitFor()
  const { https } = await stage.track.calendar.get({}, HOME)
  expect(await page.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(https)
  expect(await violations(page)).toEqual([])
  await page.goto('/settings')
  const address = page.getByRole('textbox', { name: 'Address' })
  const { https: ofAll } = await stage.track.calendar.get({}, { space: '*' })
  await expect.poll(() => address.inputValue(), { timeout: 10_000 }).toBe(ofAll)
  await page.getByRole('radio', { name: 'Your own' }).check()
  const { https: ofOwn } = await stage.track.calendar.get()
  await expect.poll(() => address.inputValue(), { timeout: 10_000 }).toBe(ofOwn)
  await page.goto('/spaces/home')

  await page.getByRole('button', { name: 'Leave…' }).click()
  await page.getByRole('dialog').getByText('You are its only owner').waitFor()
  await page.keyboard.press('Escape')
  await choose(page, 'eve', 'Expel…')
  await page.getByRole('dialog').getByText('at once, on every device').waitFor()
  await page.getByRole('button', { name: 'Expel', exact: true }).click()
  await member(page, 'eve').waitFor({ state: 'detached' })
  await expect(eve.spaces.get({ name: 'home' })).rejects.toMatchObject({ code: 'not_found' })

  await stage.track.members.set({ name: 'home', user: 'eve', role: 'member' })
  const hers = await stage.signedIn(await stage.context(), '/settings', key)
  await hers.getByRole('button', { name: 'Decline' }).click()
  await hers.getByText('You declined the invitation to home').waitFor()
  expect((await stage.track.spaces.get({ name: 'home' })).members.map(({ name }) => name)).toEqual(['admin'])
  await stage.track.members.set({ name: 'home', user: 'eve', role: 'member' })
  await eve.spaces.join({ name: 'home' })
  await hers.locator('#main').getByRole('link', { name: /^home/ }).click()
  await hers.getByRole('button', { name: 'Leave…' }).click()
  await hers.getByRole('button', { name: 'Leave', exact: true }).click()
  await hers.getByText('You left home').waitFor()
  await hers.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()

  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 open item, everything that is done and the whole history go').waitFor()
  await dialog.getByLabel('Type home to remove it').fill('home')
  await page.keyboard.press('Enter')
  await page.getByText('home was removed').waitFor()
  expect((await stage.track.spaces.list()).spaces).toEqual([])
}, 180_000)
