import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect } from 'vitest'
import { addSampleData } from '#testing/sample-data.ts'
import { DESKTOP, it, PHONE } from './browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const VIEWS = [
  '/today',
  '/upcoming',
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

describe.each([
  ['desktop', 'light', DESKTOP],
  ['desktop', 'dark', DESKTOP],
  ['phone', 'light', PHONE],
  ['phone', 'dark', PHONE],
] as const)('axe, %s, %s', (_device, colorScheme, viewport) => {
  it('finds nothing on any view', async ({ stage }) => {
    await addSampleData(stage.track)
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
        const { axe } = window as unknown as {
          axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        return (await axe.run({ resultTypes: ['violations'] })).violations.map(
          ({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`,
        )
      })
      expect({ view, violations }).toEqual({ view, violations: [] })
    }
  }, 60_000)
})
