import { useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { TextButton } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Section } from '#web/ui/section.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { addGroceries } from './groceries-add.tsx'
import { useBoughtGroceries } from './groceries-bought.ts'

const SHOWN_AT_FIRST = 12

/** What was bought before and is not on the list: a tap puts it there. */
export function BuyAgain({ open, cart }: { open: readonly PlacedItem[]; cart: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const [showsAll, setShowsAll] = useState(false)
  const here = new Set([...open, ...cart].map(({ title }) => title.toLowerCase()))
  const offered = useBoughtGroceries().filter(({ title }) => !here.has(title.toLowerCase()))
  if (!offered.length) return null
  return (
    <Section title="Buy again">
      <div class="chips buy-again">
        {offered.slice(0, showsAll ? undefined : SHOWN_AT_FIRST).map(({ title, tags, times }) => (
          <button
            key={title}
            type="button"
            class="chip"
            aria-label={`Add ${title}`}
            title={`Bought ${times === 1 ? 'once' : `${times} times`}`}
            onClick={() => addGroceries(context, [{ title, tags }], `Added “${title}”`)}
          >
            <Icon name="plus" />
            <span dir="auto">{title}</span>
          </button>
        ))}
        {offered.length > SHOWN_AT_FIRST && !showsAll && (
          <TextButton onClick={() => setShowsAll(true)}>Show all {offered.length}</TextButton>
        )}
      </div>
    </Section>
  )
}
