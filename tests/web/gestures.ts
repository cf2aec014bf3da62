import type { CDPSession, Locator, Page } from 'playwright-core'

interface Point {
  x: number
  y: number
}

const STEPS = 8

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

/** Holds the finger still until what is under it is lifted, or for so many milliseconds. */
const press = (page: Page, forMs?: number): Promise<void> =>
  forMs === undefined ? page.locator('.lifted').waitFor() : page.waitForTimeout(forMs)

/** Drags with a finger after a long press; without one, after 0 milliseconds, it is a swipe. */
export async function dragByTouch(
  page: Page,
  what: Locator,
  onto: Locator,
  beside: Partial<Point> = {},
  pressMs?: number,
): Promise<void> {
  const touch: CDPSession = await page.context().newCDPSession(page)
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints })
  const from = await middle(what)
  const target = await middle(onto)
  await at('touchStart', from)
  await press(page, pressMs)
  for (const point of between(from, { x: target.x + (beside.x ?? 0), y: target.y + (beside.y ?? 0) }))
    await at('touchMove', point)
  await at('touchEnd')
  await touch.detach()
}

/** Something that is held, to be moved and released. */
interface Drag {
  moveTo(point: Point): Promise<void>
  release(): Promise<void>
}

/** Takes hold of the middle of an element by mouse. */
export async function hold(page: Page, what: Locator): Promise<Drag> {
  let at = await middle(what)
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  return {
    async moveTo(point) {
      for (const { x, y } of between(at, point)) await page.mouse.move(x, y)
      at = point
    },
    release: () => page.mouse.up(),
  }
}

/** The same with a finger, once it is lifted, or after a press of so many milliseconds. */
export async function holdByTouch(page: Page, what: Locator, pressMs?: number): Promise<Drag> {
  const touch = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints })
  let at = await middle(what)
  await send('touchStart', at)
  await press(page, pressMs)
  return {
    async moveTo(point) {
      for (const step of between(at, point)) await send('touchMove', step)
      at = point
    },
    async release() {
      await send('touchEnd')
      await touch.detach()
    },
  }
}
