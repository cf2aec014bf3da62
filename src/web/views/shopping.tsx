import type { PlacedItem } from '#domain/items.ts'
import { Section } from '#web/ui/section.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { AddHint, Empty } from '#web/ui/view-state.tsx'
import { formatCount, formatMoney } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ItemSection } from '#web/list/item-section.tsx'
import { GiftGroups } from './shopping-gifts.tsx'
import { sumBudgets, isDueLater } from './shopping-items.ts'
import { LoadingView } from './loading-view.tsx'
import './shopping.css'

const TITLE = 'Gifts & shopping'

export function ShoppingView() {
  const context = useAccountContext()
  const today = context.replica.today.value
  if (context.replica.isEmpty.value) return <LoadingView title={TITLE} />
  const all = context.pool('shopping')
  const gifts = all.filter(({ kind }) => kind === 'gift')
  const things = all.filter(({ kind }) => kind === 'shopping')
  const split = (items: readonly PlacedItem[]) =>
    [items.filter((item) => !isDueLater(item, today)), items.filter((item) => isDueLater(item, today))] as const
  const [giftsNow, giftsLater] = split(gifts)
  const [thingsNow, thingsLater] = split(things)
  if (!all.length) {
    return (
      <>
        <ViewHead title={TITLE} />
        <Empty icon="gift" title="Nothing to buy, nobody to surprise" act={<AddHint line="gift: scarf for Mom $50" />}>
          Ideas for gifts gather here by person, things to buy beside them.
        </Empty>
      </>
    )
  }
  return (
    <div class="shopping">
      <ViewHead title={TITLE} count={all.length} sum={summarise(all, gifts)} />
      <div class="shopping-columns">
        <div>
          <GiftGroups gifts={giftsNow} />
          {!gifts.length && (
            <p class="shopping-none">
              No gifts yet. <AddHint line="gift: scarf for Mom $50" />
            </p>
          )}
          {giftsLater.length > 0 && (
            <Section title="Gifts later" count={giftsLater.length} fold={giftsNow.length ? 'folded' : 'open'}>
              <div class="shopping-later">
                <GiftGroups gifts={giftsLater} />
              </div>
            </Section>
          )}
        </div>
        <div>
          <ItemSection label="Shopping" items={thingsNow} showKind={false} aside={<Sum items={thingsNow} />} />
          {!things.length && (
            <p class="shopping-none">
              Nothing to shop for. <AddHint line="buy: desk lamp $60" />
            </p>
          )}
          <ItemSection
            label="Later"
            items={thingsLater}
            showKind={false}
            fold={thingsNow.length ? 'folded' : 'open'}
            aside={<Sum items={thingsLater} />}
          />
        </div>
      </div>
    </div>
  )
}

const Sum = ({ items }: { items: readonly PlacedItem[] }) => (
  <span class="shopping-sum">{sumBudgets(items) > 0 && formatMoney(sumBudgets(items))}</span>
)

function summarise(all: readonly PlacedItem[], gifts: readonly PlacedItem[]): string {
  const bought = gifts.filter(({ bought_on }) => bought_on)
  const budget = sumBudgets(all)
  const left = sumBudgets(all.filter(({ bought_on }) => !bought_on))
  const money =
    budget > 0 &&
    (left < budget
      ? `${formatMoney(budget)} in all, ${formatMoney(left)} still to spend`
      : `${formatMoney(budget)} in all`)
  return [
    formatCount(all.length, 'item'),
    money,
    bought.length > 0 && `${formatCount(bought.length, 'gift')} bought, to be given`,
  ]
    .filter(Boolean)
    .join(' · ')
}
