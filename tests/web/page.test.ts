import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fill } from '#testing/sample.ts'
import { DESKTOP, launch, openStage, PHONE, type Stage, trackOver } from './browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const VIEWS = ['/today', '/upcoming', '/todos', '/chores', '/shopping', '/groceries', '/projects/kitchen-reno', '/projects/synth-firmware', '/search?q=the', '/activity', '/settings', '/lists', '/more']

let browser: Browser
let stage: Stage
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())
beforeEach(async () => {
  stage = await openStage(browser)
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await stage.close()
  expect(stage.complaints).toEqual([])
})

const row = (page: Page, title: string) => page.locator('#main .row', { hasText: title })
const add = async (page: Page, text: string) => {
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByRole('textbox').fill(text)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

describe('the page', () => {
  it('asks for the key, says when it is wrong, and opens Today with the right one', async () => {
    const page = await (await stage.context()).newPage()
    await page.goto('/')
    const key = page.getByLabel(/key/i).first()
    expect(await key.getAttribute('type')).toBe('password')
    await key.fill(`trk_${'x'.repeat(43)}`)
    await page.keyboard.press('Enter')
    await page.getByText(/does not know this key/).waitFor()
    await key.fill(stage.server.key)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
    expect(page.url()).not.toContain('trk_')
    await page.reload()
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  })

  it('adds by one line, shows what it understood, and stays open for more', async () => {
    const page = await stage.signedIn(await stage.context())
    await page.keyboard.press('q')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Call the dentist today p1 #health ~15m')
    for (const chip of ['P1', 'health']) await dialog.getByText(chip).first().waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByRole('textbox').fill('Second thing today')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await row(page, 'Call the dentist').waitFor()
    await row(page, 'Second thing').waitFor()
    await expect.poll(async () => (await stage.track.items.list()).items.map(({ title, priority, tags, estimate }) => ({ title, priority, tags, estimate }))).toEqual([
      { title: 'Call the dentist', priority: 1, tags: ['health'], estimate: 15 },
      { title: 'Second thing', priority: 3, tags: [], estimate: null },
    ])
  })

  it('takes done back, by the toast and by z', async () => {
    const { id } = await stage.track.items.add({ kind: 'todo', title: 'File taxes', due: 'today' })
    const page = await stage.signedIn(await stage.context())
    const status = async () => (await stage.track.items.get({ id })).status
    await row(page, 'File taxes').getByRole('checkbox').click()
    await expect.poll(status).toBe('done')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(status).toBe('todo')
    await row(page, 'File taxes').locator('.row-title').focus()
    await page.keyboard.press('x')
    await expect.poll(status).toBe('done')
    await page.keyboard.press('z')
    await expect.poll(status).toBe('todo')
    await row(page, 'File taxes').waitFor()
  })

  it('is worked by the keyboard alone', async () => {
    for (const title of ['One', 'Two', 'Three']) await stage.track.items.add({ kind: 'todo', title, due: 'today' })
    const page = await stage.signedIn(await stage.context())
    await row(page, 'Three').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Two')
    await page.keyboard.press('1')
    await expect.poll(async () => (await stage.track.items.list()).items[0]).toMatchObject({ title: 'Two', priority: 1 })
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('groc')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Groceries', level: 1 }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Todos', level: 1 }).waitFor()
  })

  it('shows within a second what another door does, and disturbs nothing that is being typed', async () => {
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

  it('works with no network and no server, survives a reload, and sends all in order, once', async () => {
    for (const title of ['Milk', 'Bread']) await stage.track.items.add({ kind: 'grocery', title })
    const { id } = await stage.track.items.add({ kind: 'todo', title: 'Old title', due: 'today' })
    const context = await stage.context({ viewport: PHONE, touch: true })
    const page = await stage.signedIn(context)
    await page.reload()
    await row(page, 'Old title').waitFor()
    const { revision } = await stage.track.me.get()
    await stage.restart(async () => {
      await context.setOffline(true)
      await page.reload()
      await row(page, 'Old title').waitFor()
      await page.goto('/groceries')
      const line = page.getByRole('textbox').first()
      for (const title of ['Eggs', 'Cheese', 'Apples']) {
        await line.fill(title)
        await line.press('Enter')
      }
      for (const title of ['Milk', 'Eggs']) await page.getByRole('checkbox', { name: new RegExp(title) }).first().click()
      await page.goto(`/today?item=${id}`)
      const title = page.getByRole('dialog').getByRole('textbox', { name: /title/i })
      await title.fill('New title')
      await title.press('Enter')
      await page.reload()
      await page.getByText('New title').first().waitFor()
      await page.getByText(/6 .*wait/i).first().waitFor()
    })
    await context.setOffline(false)
    await expect.poll(async () => (await stage.track.items.get({ id })).title, { timeout: 15_000 }).toBe('New title')
    const groceries = await stage.track.items.list({ kind: 'grocery', status: 'all' })
    expect(groceries.items.map(({ title, status }) => `${title} ${status}`).toSorted()).toEqual(['Apples todo', 'Bread todo', 'Cheese todo', 'Eggs done', 'Milk done'])
    expect((await stage.track.me.get()).revision).toBe(revision + 6)
  }, 60_000)

  it('shows what the server refuses of what waited, and loses nothing else', async () => {
    const { id } = await stage.track.items.add({ kind: 'todo', title: 'Contested', due: 'today' })
    const context = await stage.context()
    const page = await stage.signedIn(context)
    await row(page, 'Contested').waitFor()
    await context.setOffline(true)
    await page.getByText(/offline/i).first().waitFor()
    await row(page, 'Contested').locator('.row-title').focus()
    await page.keyboard.press('2')
    await add(page, 'Other thing today')
    await stage.track.items.update({ id, title: 'Changed meanwhile' })
    await context.setOffline(false)
    await page.getByText(/has changed since/).first().waitFor({ timeout: 15_000 })
    await expect.poll(async () => (await stage.track.items.list()).items.map(({ title, priority }) => `${title} ${priority}`)).toEqual(['Changed meanwhile 3', 'Other thing 3'])
  }, 60_000)

  it('asks again for a key that was rotated, and keeps what waits', async () => {
    const context = await stage.context()
    const page = await stage.signedIn(context)
    await context.setOffline(true)
    await page.getByText(/offline/i).first().waitFor()
    await add(page, 'Kept through it all today')
    const { api_key } = await stage.track.users.rotate({ name: 'admin' })
    await context.setOffline(false)
    const key = page.getByLabel(/key/i).first()
    await key.waitFor({ timeout: 15_000 })
    await key.fill(api_key)
    await page.keyboard.press('Enter')
    await row(page, 'Kept through it all').waitFor()
    const track = trackOver({ url: stage.server.url, key: api_key })
    await expect.poll(async () => (await track.items.list()).items.map(({ title }) => title), { timeout: 10_000 }).toEqual(['Kept through it all'])
  }, 60_000)

  it('moves items by mouse and by keyboard', async () => {
    for (const title of ['One', 'Two', 'Three']) await stage.track.items.add({ kind: 'todo', title })
    const page = await stage.signedIn(await stage.context(), '/todos')
    const titles = async () => (await stage.track.items.list()).items.map(({ title }) => title)
    await row(page, 'Three').hover()
    const grip = row(page, 'Three').getByRole('button').first()
    const [from, to] = [await grip.boundingBox(), await row(page, 'One').boundingBox()]
    await page.mouse.move(from!.x + from!.width / 2, from!.y + from!.height / 2)
    await page.mouse.down()
    for (let step = 1; step <= 10; step++) await page.mouse.move(from!.x + 5, from!.y + ((to!.y - 4 - from!.y) * step) / 10)
    await page.mouse.up()
    await expect.poll(titles).toEqual(['Three', 'One', 'Two'])
    await row(page, 'Two').locator('.row-title').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(titles).toEqual(['Three', 'Two', 'One'])
  })

  it('neither runs nor breaks on what people write', async () => {
    const page = await stage.signedIn(await stage.context({ viewport: PHONE }))
    const titles = ['<img src=x onerror=alert(1)>', '<script>alert(2)</script>', 'مرحبا بالعالم', '👩‍👩‍👧‍👦 family', 'w'.repeat(500)]
    const added = []
    for (const title of titles) added.push(await stage.track.items.add({ kind: 'todo', title, due: 'today', notes: `${title}\n\n[x](javascript:alert(3)) ![](http://127.0.0.1:9/x.png)` }))
    let ran = false
    page.on('dialog', () => (ran = true))
    for (const { id } of added) {
      await page.goto(`/today?item=${id}`)
      await page.getByRole('dialog').waitFor()
      await page.waitForTimeout(150)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    }
    expect(ran).toBe(false)
    // the policy also speaks up when text is only read as HTML, to be cleaned
    stage.complaints = stage.complaints.filter((said) => !said.includes('Executing inline event handler'))
  })

  it('says without JavaScript that it needs it', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: stage.server.url })
    const page = await context.newPage()
    await page.goto('/')
    expect(await page.locator('noscript').textContent()).toContain('JavaScript')
  })
})

describe.each([
  ['desktop', 'light', DESKTOP],
  ['desktop', 'dark', DESKTOP],
  ['phone', 'light', PHONE],
  ['phone', 'dark', PHONE],
] as const)('axe, %s, %s', (_device, colorScheme, viewport) => {
  it('finds nothing on any view', async () => {
    await fill(stage.track)
    const context = await stage.context({ viewport, colorScheme })
    const page = await stage.signedIn(context)
    const { overdue } = await stage.track.views.today()
    for (const view of [...VIEWS, `/today?item=${overdue[0]!.id}`]) {
      await page.goto(view)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await page.waitForTimeout(250)
      // run by the browser's own debugger, since the page's policy allows no script from here
      await page.evaluate(AXE)
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
        return (await axe.run({ resultTypes: ['violations'] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`)
      })
      expect({ view, violations }).toEqual({ view, violations: [] })
    }
  }, 60_000)
})
