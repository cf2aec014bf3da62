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

const DEVICES = { desktop: DESKTOP, phone: PHONE }

describe('axe finds nothing, light and dark,', () => {
  it('on any view, on a desktop and on a phone', async ({ stage }) => {
    await addSampleData(stage.track)
    const page = await stage.signedIn(await stage.context())
    const { overdue } = await stage.track.views.today()
    for (const view of [...VIEWS, `/today?item=${overdue[0]!.id}`]) {
      await page.setViewportSize(DESKTOP)
      await page.goto(view)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      for (const [device, size] of Object.entries(DEVICES)) {
        await page.setViewportSize(size)
        expect({ view, device, violations: await violations(page) }).toEqual({ view, device, violations: [] })
      }
    }
  }, 300_000)

  it.for(['desktop', 'phone'] as const)(
    'on what lies over a view on a %s',
    { timeout: 120_000 },
    async (device, { stage }) => {
      await addSampleData(stage.track)
      const page = await stage.signedIn(await stage.context({ viewport: DEVICES[device] }), '/todos')
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
    },
  )
})
