import { describeItemOperation } from '#contract/sentences.ts'
import type { Item } from '#domain/fields.ts'
import { formatDue } from '#web/format/days.ts'
import { formatToast } from '#web/format/writes.ts'
import type { Replica } from './replica/replica.ts'
import type { PredictedOperation } from './replica/state.ts'

/**
 * One sentence about what an operation does to items, for the toast and the list of unsent changes. `predict` gives an
 * item's state after it.
 */
export function describeOperation(
  replica: Replica,
  op: PredictedOperation,
  items: readonly Item[],
  predict: (item: Item) => Item = (item) => item,
): string {
  if (!items.length) return ''
  const { projects, features } = replica.state.peek()
  const today = replica.today.peek()
  const differences = items.map((item) => ({ id: item.id, before: item, after: predict(item) }))
  return formatToast(describeItemOperation(op, differences), {
    day: (day) => formatDue(day, today),
    project: (slug) => projects.get(slug)?.title ?? slug,
    feature: (id) => features.get(id)?.title ?? id,
  })
}
