import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { add, it, row } from './browser.ts'

/** What stands before the server answers requests of the API itself, until the returned function is called. */
async function answerInstead(context: BrowserContext, status: number, headers: Record<string, string> = {}) {
  await context.route('**/api/**', (route) =>
    route.fulfill({ status, headers: { 'content-type': 'text/html', ...headers }, body: '<html>log in</html>' }),
  )
  return () => context.unroute('**/api/**')
}

it.for([
  [401, {}],
  [403, {}],
  [302, { location: '/login' }],
  [200, {}],
] as const)(
  'a proxy that answers %i is told apart from Track, and nothing is lost',
  async ([status, headers], { stage }) => {
    const context = await stage.context({ offline: true })
    const page = await stage.signedIn(context)
    const stop = await answerInstead(context, status, headers)
    await page.goto('/groceries')
    await page.getByText('A proxy answers instead of Track').waitFor()
    await page.getByRole('button', { name: 'Reload' }).waitFor()
    expect(await page.getByText('The key has changed').count()).toBe(0)
    await add(page, 'Call Ann today')
    await page.getByText('Turned away, 1 waits').waitFor()
    await page.getByRole('button', { name: 'Reload' }).click()
    await page.getByText('Turned away, 1 waits').waitFor()
    await stop()
    await page.reload()
    await page.getByText('Live').waitFor()
    await expect
      .poll(async () => (await stage.track.items.list()).items.map(({ title }) => title))
      .toEqual(['Call Ann'])
  },
)

it('a proxy that cannot reach the server is waited for', async ({ stage }) => {
  const context = await stage.context({ offline: true })
  const page = await stage.signedIn(context)
  const stop = await answerInstead(context, 502)
  await page.reload()
  await page.getByText('Connecting…').waitFor()
  await stage.track.items.add({ kind: 'todo', title: 'Meanwhile', due: 'today' })
  await stop()
  await row(page, 'Meanwhile').waitFor()
})

it('a proxy that answers when the key is entered is named, and not taken for a wrong key', async ({ stage }) => {
  const context = await stage.context({ offline: true })
  const page = await context.newPage()
  const stop = await answerInstead(context, 401)
  await page.goto('/')
  await page.getByLabel('Your key').fill(stage.server.key)
  await page.keyboard.press('Enter')
  await page.getByText('A proxy or another server answered instead of Track (status 401)').waitFor()
  await stop()
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
})
