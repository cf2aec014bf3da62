import { useState } from 'preact/hooks'
import { shortWeekday } from '#domain/calendar-names.ts'
import { weekday } from '#domain/dates.ts'
import { dayOfTime } from '#domain/due-words.ts'
import { type Fields, hasField } from '#domain/fields.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { formatDay, formatDue } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { Segments } from '#web/ui/field.tsx'
import { AssignedRows } from './assigned-rows.tsx'
import { DayRow } from './day-row.tsx'
import { readEvery } from './field-readers.ts'
import { FieldRow, TextRow } from './field-row.tsx'
import { type FieldsProps, OtherFields } from './other-fields.tsx'
import { ProjectRows } from './project-rows.tsx'
import { hasSeries, SeriesChoice, seriesProblem } from './series-choice.tsx'
import { TagsRow } from './tags-row.tsx'

const PRIORITIES = ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))

/** The fields that an item's kind has, each edited where it stands. */
export function ItemFields({ item }: { item: PlacedItem }) {
  const { actions, replica } = useAccountContext()
  const set = (fields: Partial<Fields>) => void actions.update([item], fields)
  return (
    <div class="item-fields">
      <ScheduleRows item={item} set={set} />
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
      <AssignedRows item={item} set={set} />
      {hasField(item.kind, 'project') && <ProjectRows item={item} set={set} />}
      <OtherFields item={item} set={set} />
      <TagsRow tags={item.tags} take={(tags) => set({ tags })} />
      {item.bought_on && (
        <FieldRow label="Bought" group>
          {() => <span class="item-fixed">{formatDay(item.bought_on!, replica.today.value)}</span>}
        </FieldRow>
      )}
    </div>
  )
}

/** When it is due, how often it comes again, and when a chore was done last. */
function ScheduleRows({ item, set }: FieldsProps) {
  const today = useAccountContext().replica.today.value
  const isChore = item.kind === 'chore'
  return (
    <>
      <DueRow item={item} />
      <TextRow
        label="Repeats"
        text={item.every ? everyPhrase(item.every) : ''}
        placeholder="Never"
        autocapitalize="off"
        read={(text) =>
          isChore && !text.trim()
            ? { problem: 'A chore needs an interval, such as weekly or 2 weeks.' }
            : readEvery(text, today)
        }
        take={(every) => every !== item.every && set({ every })}
        hint={(every) => every && capitalise(everyPhrase(every))}
      />
      {isChore && (
        <DayRow
          label="Last done"
          value={item.last_done}
          today={today}
          past
          note={item.done_by && `by ${item.done_by}`}
          take={(day) => set({ last_done: day })}
        />
      )}
    </>
  )
}

/** The due date with its time; of what recurs, that of one occurrence or of all that come. */
function DueRow({ item }: { item: PlacedItem }) {
  const { actions, replica } = useAccountContext()
  const today = replica.today.value
  const now = replica.time.value
  const [series, setSeries] = useState(false)
  const due = item.due ? formatDue(item.due, today) : null
  return (
    <DayRow
      label="Due"
      value={item.due}
      today={today}
      take={(day, at) => {
        actions.update([item], { due: day, ...(at !== undefined && { at }) }, series ? [item] : [])
        setSeries(false)
      }}
      time={{
        at: item.at,
        now,
        take: (at) =>
          void actions.update([item], item.due ? { at } : { at, due: at && dayOfTime(at, { today, time: now }) }),
      }}
      problemOf={(day) => (series ? seriesProblem(item, day) : null)}
      note={due && (due === formatDay(item.due!, today) ? capitalise(shortWeekday(weekday(item.due!))) : due)}
      late={isOpen(item) && item.due !== null && item.due < today}
      needed={item.kind === 'chore' ? 'A chore always has a due date.' : undefined}
      choice={hasSeries(item) && <SeriesChoice series={series} choose={setSeries} />}
    />
  )
}
