import { estimatePhrase, readEstimate } from '#domain/estimates.ts'
import { type Fields, hasField } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { readBudget } from '#domain/money.ts'
import { formatEstimate, formatMoney } from '#web/format/amounts.ts'
import { Icon } from '#web/ui/icon.tsx'
import { orNull, readOptionalLine, readUrl } from './field-readers.ts'
import { TextRow } from './field-row.tsx'

export interface FieldsProps {
  item: PlacedItem
  set: (fields: Partial<Fields>) => void
}

/** The fields that only some kinds have. */
export function OwnFields(props: FieldsProps) {
  const { kind } = props.item
  return (
    <>
      {hasField(kind, 'recipient') && <RecipientRow {...props} />}
      {hasField(kind, 'occasion') && <OccasionRow {...props} />}
      {hasField(kind, 'budget') && <BudgetRow {...props} />}
      {hasField(kind, 'estimate') && <EstimateRow {...props} />}
      {hasField(kind, 'url') && <LinkRow {...props} />}
    </>
  )
}

const RecipientRow = ({ item, set }: FieldsProps) => (
  <TextRow
    label="For"
    text={item.recipient ?? ''}
    placeholder="Nobody yet"
    autocapitalize="words"
    read={readOptionalLine}
    take={(recipient) => set({ recipient })}
  />
)

const OccasionRow = ({ item, set }: FieldsProps) => (
  <TextRow
    label="Occasion"
    text={item.occasion ?? ''}
    placeholder="None"
    read={readOptionalLine}
    take={(occasion) => set({ occasion })}
  />
)

const BudgetRow = ({ item, set }: FieldsProps) => (
  <TextRow
    label="Budget"
    text={item.budget === null ? '' : formatMoney(item.budget).replaceAll(',', '')}
    placeholder="None"
    inputMode="decimal"
    read={orNull<number>(readBudget)}
    take={(budget) => set({ budget })}
  />
)

const EstimateRow = ({ item, set }: FieldsProps) => (
  <TextRow
    label="Estimate"
    text={item.estimate ? estimatePhrase(item.estimate) : ''}
    placeholder="None"
    autocapitalize="off"
    read={orNull<number>(readEstimate)}
    take={(estimate) => set({ estimate })}
    hint={(minutes) => minutes !== null && formatEstimate(minutes)}
  />
)

const LinkRow = ({ item, set }: FieldsProps) => (
  <TextRow
    label="Link"
    text={item.url ?? ''}
    placeholder="None"
    type="url"
    inputMode="url"
    autocapitalize="off"
    read={readUrl}
    take={(url) => set({ url })}
    after={
      item.url && (
        <a class="icon-button" href={item.url} target="_blank" rel="noopener noreferrer" aria-label="Open the link">
          <Icon name="open" />
        </a>
      )
    }
  />
)
