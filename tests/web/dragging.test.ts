import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Track } from '#contract/track.ts'
import { it, PHONE, row } from './browser.ts'
import { drag, dragByTouch, hold, holdByTouch } from './gestures.ts'

const TITLES = ['One', 'Two', 'Three']
const todos = (track: Track) =>
  track.batch.run({ operations: TITLES.map((title) => ({ op: 'items.add', input: { kind: 'todo', title } })) })
const titles = (track: Track, project?: string) => async () =>
  (await track.items.list(project ? { project } : {})).items.map(({ title }) => title)

describe('a list', () => {
  it('is put in order by mouse and by keyboard', async ({ stage }) => {
    await todos(stage.track)
    const page = await stage.signedIn(await stage.context(), '/todos')
    await row(page, 'Three').hover()
    await drag(page, row(page, 'Three').getByRole('button').first(), row(page, 'One'), { y: -15 })
    await expect.poll(titles(stage.track)).toEqual(['Three', 'One', 'Two'])
    await row(page, 'Two').locator('.row-title').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(titles(stage.track)).toEqual(['Three', 'Two', 'One'])
  })

  it('is put in order by a finger, and a swipe only scrolls', async ({ stage }) => {
    await todos(stage.track)
    const page = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }), '/todos')
    await dragByTouch(page, row(page, 'Three'), row(page, 'One'), { y: -15 })
    await expect.poll(titles(stage.track)).toEqual(['Three', 'One', 'Two'])
    const { revision } = await stage.track.me.get()
    await dragByTouch(page, row(page, 'Two'), row(page, 'Three'), { y: -15 }, 0)
    await page.waitForTimeout(300)
    expect((await stage.track.me.get()).revision).toBe(revision)
    expect(page.url()).not.toContain('item=')
  })
})

const card = (page: Page, title: string) => page.locator('.board-card', { hasText: title })
const column = (page: Page, name: string) => page.getByRole('region', { name })

describe('a board', () => {
  const tasks = async (track: Track) => {
    await track.projects.add({ title: 'House' })
    for (const title of TITLES) await track.items.add({ kind: 'task', project: 'house', title })
  }
  const statuses = (track: Track) => async () =>
    (await track.items.list({ project: 'house', status: 'all' })).items
      .map(({ title, status }) => `${title} ${status}`)
      .toSorted()

  it('moves a card to another column, and to its place there, by mouse', async ({ stage }) => {
    await tasks(stage.track)
    const page = await stage.signedIn(await stage.context(), '/projects/house?view=board')
    await drag(page, card(page, 'Two'), column(page, 'Doing'))
    await expect.poll(statuses(stage.track)).toEqual(['One todo', 'Three todo', 'Two doing'])
    await drag(page, card(page, 'Three'), card(page, 'Two'), { y: -18 })
    await expect.poll(statuses(stage.track)).toEqual(['One todo', 'Three doing', 'Two doing'])
    await expect.poll(titles(stage.track, 'house')).toEqual(['One', 'Three', 'Two'])
    await drag(page, card(page, 'Two'), column(page, 'Done'))
    await expect.poll(statuses(stage.track)).toEqual(['One todo', 'Three doing', 'Two done'])
  })

  it('puts the cards of a column in order by mouse', async ({ stage }) => {
    await tasks(stage.track)
    const page = await stage.signedIn(await stage.context(), '/projects/house?view=board')
    await drag(page, card(page, 'Three'), card(page, 'One'), { y: -18 })
    await expect.poll(titles(stage.track, 'house')).toEqual(['Three', 'One', 'Two'])
    expect(await column(page, 'To do').locator('.row-title').allTextContents()).toEqual(['Three', 'One', 'Two'])
  })

  it('is worked by keyboard: at once with Alt, or step by step from the handle', async ({ stage }) => {
    await tasks(stage.track)
    const page = await stage.signedIn(await stage.context(), '/projects/house?view=board')
    await card(page, 'Three').locator('.row-title').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(titles(stage.track, 'house')).toEqual(['One', 'Three', 'Two'])
    await page.keyboard.press('Alt+ArrowRight')
    await expect.poll(statuses(stage.track)).toEqual(['One todo', 'Three doing', 'Two todo'])
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Three')
    await card(page, 'One').locator('.grip').focus()
    await page.keyboard.press('Space')
    await page.waitForTimeout(100)
    await page.keyboard.press('ArrowDown')
    await page.waitForTimeout(100)
    await page.keyboard.press('Space')
    await expect.poll(titles(stage.track, 'house')).toEqual(['Three', 'Two', 'One'])
  })
})

describe('upcoming', () => {
  const days = async (track: Track) => {
    const { id } = await track.items.add({ kind: 'todo', title: 'Dentist', due: 'tomorrow' })
    const due = async () => (await track.items.get({ id })).due
    const {
      days: [today, , after],
    } = await track.views.upcoming()
    return { due, today: today!.date, after: after!.date }
  }

  it('sets the day of what is dropped on it in the agenda', async ({ stage }) => {
    const { due, after } = await days(stage.track)
    const page = await stage.signedIn(await stage.context(), '/upcoming')
    await drag(page, row(page, 'Dentist'), page.locator('.agenda-day').nth(2))
    await expect.poll(due).toBe(after)
  })

  it('sets the day of what is dropped on it in the month, by mouse and by keyboard', async ({ stage }) => {
    const { due, today, after } = await days(stage.track)
    const page = await stage.signedIn(await stage.context(), '/upcoming?view=month')
    const chip = page.locator('.monthly-chip', { hasText: 'Dentist' })
    await drag(page, chip, page.locator(`[data-day="${today}"]`), { y: 20 })
    await expect.poll(due).toBe(today)
    await chip.focus()
    await page.keyboard.press('Alt+ArrowRight')
    await page.keyboard.press('Alt+ArrowRight')
    await expect.poll(due).toBe(after)
  })

  /** Enough of each day that the agenda is higher than the screen. */
  const manyDays = (track: Track) =>
    track.batch.run({
      operations: Array.from({ length: 28 }, (_, n) => ({
        op: 'items.add',
        input: { kind: 'todo', title: `Todo ${n}.`, due: `in ${Math.floor(n / 4)} days`, priority: (n % 5) + 1 },
      })),
    })
  const highlighted = (page: Page) => page.locator('.agenda-day[data-over]').getAttribute('data-day')

  it.for([
    ['mouse', false],
    ['finger', true],
  ] as const)(
    'sets the day that is highlighted when it is released, at the edges too, by %s',
    async ([, touch], { stage }) => {
      await manyDays(stage.track)
      const { id } = await stage.track.items.add({ kind: 'todo', title: 'Dentist', due: 'today', priority: 1 })
      const due = async () => (await stage.track.items.get({ id })).due
      const page = await stage.signedIn(await stage.context(touch ? { viewport: PHONE, touch } : {}), '/upcoming')
      await row(page, 'Dentist').waitFor()
      const { bottom, scrolled } = await page.evaluate(() => ({
        bottom: document.querySelector('.tabs')?.getBoundingClientRect().top ?? innerHeight,
        scrolled: (document.querySelector('.tabs') ? document.scrollingElement! : document.querySelector('#main')!)
          .scrollTop,
      }))
      const take = touch ? holdByTouch : hold
      const top = () =>
        page.evaluate(
          () =>
            (document.querySelector('.tabs') ? document.scrollingElement! : document.querySelector('#main')!).scrollTop,
        )

      // within the last fifth of the view, but not at its edge: it does not move
      const near = await take(page, row(page, 'Dentist'))
      await near.moveTo({ x: 300, y: bottom - 60 })
      await page.waitForTimeout(700)
      expect(await top()).toBe(scrolled)
      const aimedAt = await highlighted(page)
      await near.release()
      await expect.poll(due).toBe(aimedAt)
      await page.locator(`.agenda-day[data-day="${aimedAt}"] .row`, { hasText: 'Dentist' }).waitFor()

      // at the edge it scrolls, and stops where the pointer leaves the edge
      const edge = await take(page, row(page, 'Dentist'))
      await edge.moveTo({ x: 300, y: bottom - 10 })
      await expect.poll(top, { timeout: 10_000 }).toBeGreaterThan(scrolled + 300)
      await edge.moveTo({ x: 300, y: bottom - 200 })
      await page.waitForTimeout(100)
      const stoodAt = await top()
      await page.waitForTimeout(400)
      expect(await top()).toBe(stoodAt)
      const day = await highlighted(page)
      expect(day).not.toBe(aimedAt)
      await edge.release()
      await expect.poll(due).toBe(day)
    },
  )

  it('never scrolls the month, whose last row can be dropped from and on', async ({ stage }) => {
    const { id } = await stage.track.items.add({ kind: 'todo', title: 'Dentist', due: 'today' })
    const page = await stage.signedIn(await stage.context(), '/upcoming?view=month')
    const cells = page.locator('.monthly-cell[data-day]')
    await cells.first().waitFor()
    const days = await cells.evaluateAll((all) => all.map((cell) => (cell as HTMLElement).dataset.day!))
    const last = days.slice(-7)
    await stage.track.items.update({ id, due: last[0]! })
    for (const day of [last[4]!, last[1]!, last[6]!]) {
      const chip = page.locator(
        `[data-day="${await stage.track.items.get({ id }).then(({ due }) => due)}"] .monthly-chip`,
      )
      const held = await hold(page, chip.first())
      const box = (await page.locator(`[data-day="${day}"]`).boundingBox())!
      await held.moveTo({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
      await page.waitForTimeout(500)
      await held.release()
      await expect.poll(async () => (await stage.track.items.get({ id })).due).toBe(day)
    }
  })

  it('shows six weeks from the present one', async ({ stage }) => {
    const page = await stage.signedIn(await stage.context(), '/upcoming?view=month')
    await page.locator('.monthly-cell').first().waitFor()
    const cells = await page
      .locator('.monthly-cell')
      .evaluateAll((all) => all.map((cell) => (cell as HTMLElement).dataset.day!))
    const { date } = await stage.track.views.today()
    expect(cells).toHaveLength(42)
    expect(cells.indexOf(date)).toBeGreaterThanOrEqual(0)
    expect(cells.indexOf(date)).toBeLessThan(7)
    await page.getByRole('button', { name: 'Later' }).click()
    const next = page.locator('.monthly-cell').first()
    await expect.poll(() => next.getAttribute('data-day')).not.toBe(cells[0])
    await page.getByRole('button', { name: 'Today', exact: true }).click()
    await expect.poll(() => next.getAttribute('data-day')).toBe(cells[0])
  })

  it('plans a week from a tray of what has no date, by mouse and by a finger', async ({ stage }) => {
    const { id } = await stage.track.items.add({ kind: 'todo', title: 'Paint', estimate: '2h' })
    const due = async () => (await stage.track.items.get({ id })).due
    const page = await stage.signedIn(await stage.context(), '/upcoming?view=week')
    const chip = page.locator('.monthly-chip', { hasText: 'Paint' })
    const day = page.locator('.weekly-day').nth(3)
    const tray = page.getByRole('region', { name: 'No date' })
    await tray.getByText('Paint').waitFor()
    await drag(page, chip, day)
    await expect.poll(due).toBe(await day.getAttribute('data-day'))
    await day.locator('header').getByText('2 h').waitFor()
    await drag(page, chip, tray)
    await expect.poll(due).toBe(null)
    const phone = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }), '/upcoming?view=week')
    const first = phone.locator('.weekly-day').first()
    await dragByTouch(phone, phone.locator('.monthly-chip', { hasText: 'Paint' }), first)
    await expect.poll(due).toBe(await first.getAttribute('data-day'))
  })
})

it('reaches the sidebar: a date, another kind, a project, each with undo', async ({ stage }) => {
  await stage.track.projects.add({ title: 'Garden' })
  const { id } = await stage.track.items.add({ kind: 'todo', title: 'Hedge', due: 'tomorrow' })
  const page = await stage.signedIn(await stage.context(), '/todos')
  const link = (name: RegExp) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name })
  const { date } = await stage.track.views.today()
  await row(page, 'Hedge').waitFor()
  await drag(page, row(page, 'Hedge').locator('.row-text'), link(/^Today/))
  await expect.poll(async () => (await stage.track.items.get({ id })).due).toBe(date)
  await drag(page, row(page, 'Hedge').locator('.row-text'), link(/^Garden/))
  const tasks = async () =>
    (await stage.track.items.list({ kind: 'task' })).items.map(({ title, project }) => [title, project])
  await expect.poll(tasks).toEqual([['Hedge', 'garden']])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(tasks).toEqual([])
  await page.goto('/today')
  await row(page, 'Hedge').waitFor()
  await drag(page, row(page, 'Hedge').locator('.row-text'), link(/^Groceries/))
  await expect.poll(async () => (await stage.track.items.list({ kind: 'grocery' })).items.length).toBe(1)
  await row(page, 'Hedge').waitFor()
  await drag(page, row(page, 'Hedge').locator('.row-text'), link(/^Chores/))
  const chores = async () => (await stage.track.items.list({ kind: 'chore' })).items.map(({ every }) => every)
  await expect.poll(chores).toEqual(['weekly'])
  await page.getByText('Made “Hedge” a chore, weekly').waitFor()
})
