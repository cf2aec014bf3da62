import { hasField, OWN_FIELDS } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Kind } from '#domain/kinds.ts'
import { formatEstimate, formatMoney } from '#web/format/amounts.ts'
import { formatDay } from '#web/format/days.ts'

/** What another kind cannot hold of the item, each as part of a sentence. */
export function describeLostFields(
  item: PlacedItem,
  kind: Kind,
  today: string,
  titleOfProject: (slug: string) => string | undefined,
): string[] {
  const lost: string[] = []
  for (const field of OWN_FIELDS) {
    const value = item[field]
    if (value === null || hasField(kind, field)) continue
    const describe = {
      last_done: () => `when it was last done (${formatDay(String(value), today)})`,
      turns: () => 'who does it in turn',
      turn_rule: () => 'how its turns pass',
      project: () => `its project (${titleOfProject(String(value)) ?? String(value)})`,
      feature: () => 'its feature',
      estimate: () => `the estimate (${formatEstimate(Number(value))})`,
      recipient: () => `the recipient (${String(value)})`,
      occasion: () => `the occasion (${String(value)})`,
      budget: () => `the budget (${formatMoney(Number(value))})`,
      url: () => 'the link',
    }[field]
    lost.push(describe())
  }
  if (item.bought_on && kind !== 'gift') lost.push('that it was bought')
  return lost
}
