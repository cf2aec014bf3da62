import { ITEM_EFFECTS } from './items.ts'
import { LIFECYCLE_EFFECTS } from './lifecycle.ts'
import { ORDER_EFFECTS } from './order.ts'
import { PROJECT_EFFECTS } from './projects.ts'

/**
 * What each operation does that changes items, projects or features, by the operation's name. Besides what it says
 * itself, each throws what `Records` throws for an id or slug: `not_found` and `conflict`.
 */
export const EFFECTS = { ...ITEM_EFFECTS, ...LIFECYCLE_EFFECTS, ...ORDER_EFFECTS, ...PROJECT_EFFECTS }
