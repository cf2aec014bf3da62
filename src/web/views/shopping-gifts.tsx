import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Section } from '#web/ui/section.tsx'
import { ItemRow, ItemRows } from '#web/ui/item-row.tsx'
import { formatMoney } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { StageSteps } from '#web/item/stage-steps.tsx'
import { useFading } from '#web/list/fading.ts'
import { sumBudgets } from './shopping-items.ts'

const NOBODY = 'For nobody yet'

/** Gifts by the one who gets them; those already bought stand last. */
export function GiftGroups({ gifts }: { gifts: readonly PlacedItem[] }) {
  const shown = useFading(gifts)
  const people = new Map<string, { name: string; gifts: PlacedItem[] }>()
  for (const gift of shown) {
    const name = gift.recipient ?? NOBODY
    const key = gift.recipient?.toLowerCase() ?? ''
    const group = people.get(key)
    if (group) group.gifts.push(gift)
    else people.set(key, { name, gifts: [gift] })
  }
  const inOrder = [...people].toSorted(([a], [b]) => Number(!a) - Number(!b) || a.localeCompare(b))
  return (
    <>
      {inOrder.map(([key, { name, gifts }]) => (
        <Person key={key} name={name} gifts={gifts} />
      ))}
    </>
  )
}

function Person({ name, gifts }: { name: string; gifts: readonly PlacedItem[] }) {
  const bought = gifts.filter(({ bought_on }) => bought_on)
  const budget = sumBudgets(gifts)
  const spent = sumBudgets(bought)
  const spentPart = spent > 0 ? (spent < budget ? `, ${formatMoney(spent)} bought` : ', bought') : ''
  const sum = budget > 0 && `${formatMoney(budget)}${spentPart}`
  const ideas = gifts.filter(({ bought_on }) => !bought_on)
  return (
    <Section title={name} count={gifts.length} tools={sum && <span class="shopping-sum">{sum}</span>}>
      <ItemRows label={`Gifts: ${name}`}>
        {[...ideas, ...bought].map((gift) => (
          <GiftRow key={gift.id} gift={gift} />
        ))}
      </ItemRows>
    </Section>
  )
}

function GiftRow({ gift }: { gift: PlacedItem }) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  const next = () =>
    void (gift.status === 'done' ? context.actions.apply('items.reopen', [gift]) : context.actions.done([gift]))
  return (
    <ItemRow
      item={{ ...gift, recipient: null }}
      today={context.replica.today.value}
      onDone={next}
      onOpen={() => openItem.open(gift.id)}
      onSelect={(_, how) => toggleSelected(gift.id, how)}
      selected={selected.value.has(gift.id)}
      open={openItem.id === gift.id}
      tools={<StageSteps item={gift} onNext={next} />}
    />
  )
}
