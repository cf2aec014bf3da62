import type { JSX } from 'preact'
import { readEstimate } from '#domain/estimates.ts'
import { fieldOf, type Fields, hasField, LINE_FIELDS, type LineField, type SettableField } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { readBudget } from '#domain/money.ts'
import { currency, formatDuration, formatEstimate, formatMoney } from '#web/format/amounts.ts'
import { Icon } from '#web/ui/icon.tsx'
import { orNull, readOptionalLine, readUrl } from './field-readers.ts'
import { TextRow } from './field-row.tsx'

export interface FieldsProps {
  item: PlacedItem
  set: (fields: Partial<Fields>) => void
}

type Row = (props: FieldsProps) => JSX.Element
/** Fields whose rows stand elsewhere in the panel; lines need no row of their own. */
type WithoutRow =
  | 'title'
  | 'priority'
  | 'due'
  | 'at'
  | 'tags'
  | 'notes'
  | 'every'
  | 'last_done'
  | 'project'
  | 'feature'
  | 'assigned'
  | 'turns'
  | 'turn_rule'
  | LineField

/** The other fields that the item's kind has. */
export function OtherFields(props: FieldsProps) {
  const { kind } = props.item
  return (
    <>
      {LINE_FIELDS.filter((name) => hasField(kind, name)).map((name) => (
        <LineRow key={name} name={name} {...props} />
      ))}
      {ROWS.filter(([name]) => hasField(kind, name)).map(([name, FieldsRow]) => (
        <FieldsRow key={name} {...props} />
      ))}
    </>
  )
}

const RECIPIENT = { label: 'For', placeholder: 'Nobody yet', autocapitalize: 'words' } as const

/** Any field of one line of text. */
const LineRow = ({ name, item, set }: FieldsProps & { name: LineField }) => (
  <TextRow
    label={fieldOf(name).label}
    text={item[name] ?? ''}
    placeholder="None"
    read={(text) => readOptionalLine(text, fieldOf(name).max!)}
    take={(value) => set({ [name]: value })}
    {...(name === 'recipient' && RECIPIENT)}
  />
)

const BudgetRow = ({ item, set }: FieldsProps) => (
  <TextRow
    label="Budget"
    text={item.budget === null ? '' : formatMoney(item.budget).replaceAll(',', '')}
    placeholder="None"
    inputMode="decimal"
    read={orNull<number>((text) => readBudget(text, currency.value))}
    take={(budget) => set({ budget })}
  />
)

const EstimateRow = ({ item, set }: FieldsProps) => (
  <TextRow
    label="Estimate"
    text={item.estimate ? formatDuration(item.estimate) : ''}
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

const ROWS = Object.entries({
  budget: BudgetRow,
  estimate: EstimateRow,
  url: LinkRow,
} satisfies Record<Exclude<SettableField, WithoutRow>, Row>) as [SettableField, Row][]
