import { shortWeekday } from '#domain/calendar-names.ts'
import { weekday } from '#domain/dates.ts'
import { everyPhrase } from '#domain/intervals.ts'
import { readEstimate, estimatePhrase } from '#domain/estimates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { type Fields, hasField } from '#domain/fields.ts'
import { readBudget } from '#domain/money.ts'
import { Segments } from '#web/ui/field.tsx'
import { formatEstimate, formatMoney } from '#web/format/amounts.ts'
import { formatDay, formatDue } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { DayRow } from './day-row.tsx'
import { FieldRow, TextRow } from './field-row.tsx'
import { ProjectRows } from './project-rows.tsx'
import { orNull, readEvery, readOptionalLine, readUrl } from './field-readers.ts'
import { TagsRow } from './tags-row.tsx'

const PRIORITIES = ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))

/** The fields that an item's kind has, each edited where it stands. */
export function ItemFields({ item }: { item: PlacedItem }) {
  const { actions, replica } = useAccountContext()
  const today = replica.today.value
  const set = (fields: Partial<Fields>) => void actions.update([item], fields)
  const chore = item.kind === 'chore'
  const due = item.due ? formatDue(item.due, today) : null
  const open = item.status === 'todo' || item.status === 'doing'
  return (
    <div class="item-fields">
      <DayRow
        label="Due"
        value={item.due}
        today={today}
        take={(day) => set({ due: day })}
        note={due && (due === formatDay(item.due!, today) ? capitalise(shortWeekday(weekday(item.due!))) : due)}
        late={open && item.due !== null && item.due < today}
        needed={chore ? 'A chore always has a due date.' : undefined}
      />
      <TextRow
        label="Repeats"
        text={item.every ? everyPhrase(item.every) : ''}
        placeholder="Never"
        autocapitalize="off"
        read={(text) =>
          chore && !text.trim() ? { problem: 'A chore needs an interval, such as weekly or 2 weeks.' } : readEvery(text)
        }
        take={(every) => every !== item.every && set({ every })}
        hint={(every) => every && capitalise(everyPhrase(every))}
      />
      {chore && (
        <DayRow label="Last done" value={item.last_done} today={today} past take={(day) => set({ last_done: day })} />
      )}
      <FieldRow label="Priority" group>
        {() => (
          <Segments
            label="Priority"
            value={String(item.priority)}
            options={PRIORITIES}
            onChange={(priority) => set({ priority: Number(priority) })}
          />
        )}
      </FieldRow>
      {hasField(item.kind, 'project') && <ProjectRows item={item} set={set} />}
      {hasField(item.kind, 'recipient') && (
        <TextRow
          label="For"
          text={item.recipient ?? ''}
          placeholder="Nobody yet"
          autocapitalize="words"
          read={readOptionalLine}
          take={(recipient) => set({ recipient })}
        />
      )}
      {hasField(item.kind, 'occasion') && (
        <TextRow
          label="Occasion"
          text={item.occasion ?? ''}
          placeholder="None"
          read={readOptionalLine}
          take={(occasion) => set({ occasion })}
        />
      )}
      {hasField(item.kind, 'budget') && (
        <TextRow
          label="Budget"
          text={item.budget === null ? '' : formatMoney(item.budget).replaceAll(',', '')}
          placeholder="None"
          inputMode="decimal"
          read={orNull<number>(readBudget)}
          take={(budget) => set({ budget })}
        />
      )}
      {hasField(item.kind, 'estimate') && (
        <TextRow
          label="Estimate"
          text={item.estimate ? estimatePhrase(item.estimate) : ''}
          placeholder="None"
          autocapitalize="off"
          read={orNull<number>(readEstimate)}
          take={(estimate) => set({ estimate })}
          hint={(minutes) => minutes !== null && formatEstimate(minutes)}
        />
      )}
      {hasField(item.kind, 'url') && (
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
              <a
                class="icon-button"
                href={item.url}
                target="_blank"
                rel="noopener noreferrer"
                aria-label="Open the link"
              >
                <Icon name="open" />
              </a>
            )
          }
        />
      )}
      <TagsRow tags={item.tags} take={(tags) => set({ tags })} />
      {item.bought_on && (
        <FieldRow label="Bought" group>
          {() => <span class="item-fixed">{formatDay(item.bought_on!, today)}</span>}
        </FieldRow>
      )}
    </div>
  )
}
