import type { CDPSession, Locator, Page } from 'playwright-core'

interface Point {
  x: number
  y: number
}

const STEPS = 8
const LONG_PRESS_MS = 330

async function middle(of: Locator): Promise<Point> {
  await of.scrollIntoViewIfNeeded()
  const box = await of.boundingBox()
  if (!box) throw new Error('there is nothing to take hold of')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

function* between(from: Point, to: Point): Generator<Point> {
  for (let step = 1; step <= STEPS; step++)
    yield { x: from.x + ((to.x - from.x) * step) / STEPS, y: from.y + ((to.y - from.y) * step) / STEPS }
}

/** Drags the middle of one element onto the middle of another, plus an offset. */
export async function drag(page: Page, what: Locator, onto: Locator, beside: Partial<Point> = {}): Promise<void> {
  const from = await middle(what)
  const target = await middle(onto)
  const to = { x: target.x + (beside.x ?? 0), y: target.y + (beside.y ?? 0) }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (const { x, y } of between(from, to)) await page.mouse.move(x, y)
  await page.mouse.up()
}

/** Drags with a finger after a long press (milliseconds); with 0 it is a swipe. */
export async function dragByTouch(
  page: Page,
  what: Locator,
  onto: Locator,
  beside: Partial<Point> = {},
  press = LONG_PRESS_MS,
): Promise<void> {
  const touch: CDPSession = await page.context().newCDPSession(page)
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints })
  const from = await middle(what)
  const target = await middle(onto)
  await at('touchStart', from)
  await page.waitForTimeout(press)
  for (const point of between(from, { x: target.x + (beside.x ?? 0), y: target.y + (beside.y ?? 0) }))
    await at('touchMove', point)
  await at('touchEnd')
  await touch.detach()
}
