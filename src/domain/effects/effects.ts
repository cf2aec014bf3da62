import { addItem, changeKind, removeItem, updateItem } from './items.ts'
import { cancelItem, markDone, reopenItem, skipItem, startItem } from './lifecycle.ts'
import { moveItem, setOrder } from './order.ts'
import { addFeature, addProject, removeFeature, removeProject, updateFeature, updateProject } from './projects.ts'

/**
 * What each operation does that changes items, projects or features, by the operation's name. Besides what it says
 * itself, each throws what `Records` throws for an id or slug: `not_found` and `conflict`.
 */
export const EFFECTS = {
  'items.add': addItem,
  'items.update': updateItem,
  'items.remove': removeItem,
  'items.done': markDone,
  'items.start': startItem,
  'items.cancel': cancelItem,
  'items.reopen': reopenItem,
  'items.skip': skipItem,
  'items.move': moveItem,
  'items.convert': changeKind,
  'order.set': setOrder,
  'projects.add': addProject,
  'projects.update': updateProject,
  'projects.remove': removeProject,
  'features.add': addFeature,
  'features.update': updateFeature,
  'features.remove': removeFeature,
}
