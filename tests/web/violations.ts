import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** In dark only the rules that look at colours: all others find the same in light. */
const RULES = { dark: ['color-contrast', 'link-in-text-block'], light: null }

/**
 * What axe finds in dark and in light; run by the browser's own debugger, since the page's policy allows no script from
 * here.
 */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(whenSettled, colorScheme)
    found.push(...(await page.evaluate(runAxe, RULES[colorScheme])))
  }
  return found
}

/** Resolves once the colours are those of the scheme, and nothing has moved or come for some frames. */
async function whenSettled(colorScheme: string): Promise<void> {
  const scheme = matchMedia(`(prefers-color-scheme: ${colorScheme})`)
  let elements = 0
  for (let frames = 0; frames < 8; frames++) {
    await new Promise(requestAnimationFrame)
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish() // to the colours at its end
    const isSettled =
      scheme.matches &&
      !document.getAnimations().some(({ playState }) => playState === 'running') &&
      document.all.length === elements
    elements = document.all.length
    if (!isSettled) frames = 0
  }
}

async function runAxe(rules: string[] | null): Promise<string[]> {
  const { axe } = window as unknown as {
    axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
  }
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }
  return (await axe.run(options)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`)
}
