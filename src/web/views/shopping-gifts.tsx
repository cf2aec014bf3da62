import { useRef } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Section } from '#web/ui/section.tsx'
import { ItemRow } from '#web/ui/item-row.tsx'
import { formatMoney } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { StageSteps } from '#web/item/stage-steps.tsx'
import { useFading } from '#web/list/fading.ts'
import { rowHeights, scaledPx } from '#web/list/row-height.ts'
import { Rows, useIsMany } from '#web/list/rows.tsx'
import { offsetsOf, useWindow } from '#web/list/use-window.ts'
import { sumBudgets } from './shopping-items.ts'

const NOBODY = 'For nobody yet'
/** What a group's head, its distance and its edges take of the height. */
const GROUP_HEAD_PX = 54

/** Gifts by the one who gets them; those already bought stand last. */
export function GiftGroups({ gifts }: { gifts: readonly PlacedItem[] }) {
  const shown = useFading(gifts)
  const today = useAccountContext().replica.today.value
  const groups = useRef<HTMLDivElement>(null)
  const people = groupByRecipient(shown)
  const isMany = useIsMany()
  const heightOf = rowHeights({}, today)
  const heightOfGroup = ({ gifts }: Person) =>
    scaledPx(GROUP_HEAD_PX) + gifts.reduce((sum, gift) => sum + heightOf(withoutRecipient(gift)), 0)
  const offsets = offsetsOf(people.map(isMany ? heightOfGroup : () => 0))
  const { from, to } = useWindow(groups, offsets, isMany)
  return (
    <div
      ref={groups}
      class="gift-groups"
      style={isMany ? { paddingTop: offsets[from], paddingBottom: offsets.at(-1)! - offsets[to]! } : undefined}
    >
      {people.slice(from, to).map((person) => (
        <GiftGroup key={person.key} person={person} />
      ))}
    </div>
  )
}

interface Person {
  key: string
  name: string
  gifts: PlacedItem[]
}

function groupByRecipient(gifts: readonly PlacedItem[]): Person[] {
  const people = new Map<string, Person>()
  for (const gift of gifts) {
    const name = gift.recipient ?? NOBODY
    const key = gift.recipient?.toLowerCase() ?? ''
    const group = people.get(key)
    if (group) group.gifts.push(gift)
    else people.set(key, { key, name, gifts: [gift] })
  }
  return [...people.values()].toSorted((a, b) => Number(!a.key) - Number(!b.key) || a.key.localeCompare(b.key))
}

/** The recipient stands above the gifts. */
const withoutRecipient = (gift: PlacedItem): PlacedItem => ({ ...gift, recipient: null })

function GiftGroup({ person: { name, gifts } }: { person: Person }) {
  const today = useAccountContext().replica.today.value
  const bought = gifts.filter(({ bought_on }) => bought_on)
  const budget = sumBudgets(gifts)
  const spent = sumBudgets(bought)
  const spentPart = spent > 0 ? (spent < budget ? `, ${formatMoney(spent)} bought` : ', bought') : ''
  const sum = budget > 0 && `${formatMoney(budget)}${spentPart}`
  const ideas = gifts.filter(({ bought_on }) => !bought_on)
  return (
    <Section title={name} count={gifts.length} tools={sum && <span class="shopping-sum">{sum}</span>}>
      <Rows
        label={`Gifts: ${name}`}
        items={[...ideas, ...bought].map(withoutRecipient)}
        heightOf={rowHeights({}, today)}
        row={(gift) => <GiftRow key={gift.id} gift={gift} />}
      />
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
      item={gift}
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
