import type { Day } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { density } from '#web/ui/density.ts'
import { hasDetails, type ShownDetails } from '#web/ui/item-row-meta.tsx'

/** Heights of rows as tokens.css has them, at a root font size of 15 px. */
const ROOT_PX = 15
const ROWS = {
  usual: { detailed: 56, plain: 44, compact: 36 },
  /** For a thumb in a shop. */
  big: { detailed: 64, plain: 56, compact: 44 },
}

/**
 * The root's font size. Each reading has the browser compute the styles of what has changed, so it is read anew only
 * when people may have chosen another: when they come back from the browser's settings, or zoom.
 */
let rootPx: number | null = null
for (const event of ['focus', 'resize']) addEventListener(event, () => (rootPx = null))

/** Pixels for something that is `px` high where people have left the browser's font size as it is. */
export function scaledPx(px: number): number {
  rootPx ??= parseFloat(getComputedStyle(document.documentElement).fontSize)
  return (px * rootPx) / ROOT_PX
}

/** How high the row of each item is. */
export function rowHeights(shown: ShownDetails, today: Day, size: keyof typeof ROWS = 'usual'): (item: Item) => number {
  const { detailed, plain, compact } = ROWS[size]
  const scale = scaledPx(1)
  if (density.value === 'compact') return () => compact * scale
  return (item) => (hasDetails(item, today, shown) ? detailed : plain) * scale
}
