import { describe, expect } from 'vitest'
import { addSampleData } from '#testing/sample-data.ts'
import { DESKTOP, it, PHONE } from './browser.ts'
import { violations } from './violations.ts'

const VIEWS = [
  '/today',
  '/upcoming',
  '/upcoming?view=week',
  '/upcoming?view=month',
  '/todos',
  '/chores',
  '/shopping',
  '/groceries',
  '/projects/kitchen-reno',
  '/projects/kitchen-reno?view=board',
  '/projects/synth-firmware',
  '/search?q=the',
  '/activity',
  '/settings',
  '/lists',
  '/more',
]

/** What lies over a view, by the key that opens it on the first row. */
const OVER = { due: 'd', tags: '#', move: 'm', menu: 'Shift+F10', add: 'q', palette: 'Control+k', shortcuts: '?' }

describe.each([
  ['desktop', 'light', DESKTOP],
  ['desktop', 'dark', DESKTOP],
  ['phone', 'light', PHONE],
  ['phone', 'dark', PHONE],
] as const)('axe, %s, %s', (device, colorScheme, viewport) => {
  it('finds nothing on any view, nor on what lies over it', async ({ stage }) => {
    await addSampleData(stage.track)
    const context = await stage.context({ viewport, colorScheme })
    const page = await stage.signedIn(context)
    const { overdue } = await stage.track.views.today()
    for (const view of [...VIEWS, `/today?item=${overdue[0]!.id}`]) {
      await page.goto(view)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect({ view, violations: await violations(page) }).toEqual({ view, violations: [] })
    }
    await page.goto('/todos')
    for (const [name, key] of Object.entries(OVER)) {
      if (device === 'phone' && name === 'menu') continue
      await page.locator('#main .row-title').first().focus()
      await page.keyboard.press(key)
      const over = page.locator('dialog[open], .popover:popover-open')
      await over.first().waitFor()
      expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] })
      await page.keyboard.press('Escape')
      await over.first().waitFor({ state: 'detached' })
    }
    await page.keyboard.press('ControlOrMeta+a')
    await page.getByRole('toolbar', { name: 'Selected items' }).waitFor()
    expect(await violations(page)).toEqual([])
  }, 120_000)
})
