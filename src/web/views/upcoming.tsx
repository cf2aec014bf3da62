import { useMemo } from 'preact/hooks'
import { addDays, type Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isPhone } from '#web/ui/screen-width.ts'
import { DAYS_BY_ARROW } from '#web/ui/calendar-keys.ts'
import { Segments } from '#web/ui/field.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { formatLongDay } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { type ArrowKey, Dragging } from '#web/dnd/dragging.tsx'
import { useSearchParam } from '#web/ui/use-search-param.ts'
import { LoadingView } from './loading-view.tsx'
import { Agenda } from './upcoming-agenda.tsx'
import { selectDatedItems } from './upcoming-days.ts'
import { Month } from './upcoming-month.tsx'
import './upcoming.css'

/** What is due, by day or as a month; dropping an item on a day sets moved date. */
export function UpcomingView() {
  const context = useAccountContext()
  const { state, today, isEmpty } = context.replica
  const [shape, choose] = useSearchParam('view', 'agenda')
  const items = useMemo(() => selectDatedItems(state.value), [state.value])
  if (isEmpty.value) return <LoadingView title="Upcoming" />
  const month = shape === 'month'

  function date(moved: readonly PlacedItem[], day: Day) {
    const toMove = moved.filter(({ due }) => due !== day)
    if (toMove.length) context.actions.update(toMove, { due: day })
  }

  function nudge(item: PlacedItem, arrow: ArrowKey): string | null {
    if (!month && !arrow.match('Left|Right')) return null
    const days = DAYS_BY_ARROW[arrow]!
    const from = item.due && item.due >= today.value ? addDays(item.due, days) : days > 0 ? today.value : null
    if (!from || from < today.value) return null
    date([item], from)
    return `${item.title} is due ${formatLongDay(from)}.`
  }

  return (
    <div class="upcoming">
      <ViewHead
        title="Upcoming"
        aside={!isPhone.value && formatLongDay(today.value)}
        tools={
          <Segments
            label="Shown as"
            value={month ? 'month' : 'agenda'}
            options={[
              { value: 'agenda', label: 'Agenda', icon: 'list' },
              { value: 'month', label: 'Month', icon: 'calendar' },
            ]}
            onChange={choose}
          />
        }
      />
      <Dragging
        movesSelection
        isStill={month}
        onDrop={(moved, target) => 'zone' in target && date(moved, target.zone)}
        describe={(target) => ('zone' in target ? formatLongDay(target.zone) : '')}
        onNudge={nudge}
      >
        {month ? <Month items={items} /> : <Agenda items={items} />}
      </Dragging>
    </div>
  )
}
