import { afterEach, expect } from 'vitest'
import { newHome, track as run } from '../program/run.ts'
import { openTerminal, type Terminal } from '../pseudo-terminal.ts'
import { it, PHONE, row } from './browser.ts'
import { household, HOME } from './household.ts'

const ROUNDS = 5
/** What one does is shown to the others in this time, in the best of the rounds where the machine is busy. */
const MAX_MS = 1000

const home = newHome()
let terminal: Terminal | undefined
afterEach(() => {
  terminal?.pty.kill('SIGKILL')
  home.remove()
})

it('shows within a second to two browsers and a terminal who ticked what', async ({ stage }) => {
  const { track, server } = stage
  const { key } = await household(stage)
  const titles = Array.from({ length: ROUNDS }, (_, n) => ({ eve: `Milk ${n}`, admin: `Bread ${n}` }))
  const ids = new Map<string, string>()
  for (const title of titles.flatMap(Object.values) as string[])
    ids.set(title, (await track.items.add({ kind: 'grocery', title, due: 'today' }, HOME)).id)
  const page = await stage.signedIn(await stage.context(), '/spaces/home/groceries')
  const eve = await stage.signedIn(await stage.context({ viewport: PHONE, touch: true }), '/spaces/home/groceries', key)
  const env = { TRACK_API_URL: server.url, TRACK_API_KEY: server.key, NO_COLOR: '1' }
  const onTerminal = { PATH: process.env.PATH ?? '', HOME: home.path, TZ: 'UTC', TERM: 'xterm', ...env }
  const screen = (terminal = openTerminal('today --watch', { rows: 100, env: onTerminal }))
  await screen.until('Milk 0')
  const shownNow = () =>
    screen
      .shown()
      .split('\u001b[H')
      .findLast((frame) => frame.endsWith('\u001b[J'))
  for (const one of [page, eve]) await row(one, 'Bread 4').waitFor()

  const times: Record<'browser' | 'terminal' | 'from the terminal', number[]> = {
    browser: [],
    terminal: [],
    'from the terminal': [],
  }
  for (const title of titles) {
    const tickedAt = performance.now()
    const since = () => performance.now() - tickedAt
    await eve.getByRole('checkbox', { name: `Bought: ${title.eve}` }).tap()
    await Promise.all([
      row(page, title.eve)
        .getByRole('img', { name: 'Done by eve' })
        .waitFor()
        .then(() => times.browser.push(since())),
      expect
        .poll(shownNow, { timeout: 10_000, interval: 10 })
        .not.toContain(title.eve)
        .then(() => times.terminal.push(since())),
    ])
    const { code } = await run(home.path, ['done', `home/${ids.get(title.admin)}`], { env })
    expect(code).toBe(0)
    const doneAt = performance.now()
    await row(eve, title.admin).getByRole('img', { name: 'Done by admin' }).waitFor()
    times['from the terminal'].push(performance.now() - doneAt)
  }
  for (const [where, each] of Object.entries(times)) expect(Math.min(...each), where).toBeLessThanOrEqual(MAX_MS)
}, 60_000)
