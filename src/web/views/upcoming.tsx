import { useMemo } from 'preact/hooks'
import { addDays, isDay } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isPhone } from '#web/ui/screen-width.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import type { IconName } from '#web/ui/icon.tsx'
import { DAYS_BY_ARROW } from '#web/ui/calendar-keys.ts'
import { Segments } from '#web/ui/field.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { formatDays, formatLongDay } from '#web/format/days.ts'
import { allStates, useAccountContext } from '#web/live/account-context.tsx'
import { type ArrowKey, Dragging } from '#web/dnd/dragging.tsx'
import { useSearchParam } from '#web/ui/use-search-param.ts'
import { LoadingView } from './loading-view.tsx'
import { Agenda } from './upcoming-agenda.tsx'
import { PAGE_DAYS, selectDatedItems, weeksAround } from './upcoming-days.ts'
import { Month } from './upcoming-month.tsx'
import { TRAY, Week } from './upcoming-week.tsx'
import './upcoming.css'

type Shape = 'agenda' | 'week' | 'month'

const SHAPES: readonly { value: Shape; label: string; icon: IconName }[] = [
  { value: 'agenda', label: 'Agenda', icon: 'list' },
  { value: 'week', label: 'Week', icon: 'board' },
  { value: 'month', label: 'Month', icon: 'calendar' },
]

/** What is due, by day, as a week or as a month; dropping an item on a day sets its date. */
export function UpcomingView() {
  const context = useAccountContext()
  const [address, choose] = useSearchParam('view', 'agenda')
  const shape = SHAPES.find(({ value }) => value === address)?.value ?? 'agenda'
  const states = allStates(context)
  const items = useMemo(() => selectDatedItems(states), states)
  const planning = usePlanning(shape)
  if (context.replica.isEmpty.value) return <LoadingView title="Upcoming" />
  return (
    <div class="upcoming">
      <Head shape={shape} choose={choose} />
      <Dragging
        movesSelection
        isStill={shape !== 'agenda'}
        onDrop={(moved, target) => 'zone' in target && planning.date(moved, target.zone)}
        describe={(target) =>
          'zone' in target ? (target.zone === TRAY ? 'To no date' : formatLongDay(target.zone)) : ''
        }
        onNudge={planning.nudge}
      >
        {shape === 'agenda' && <Agenda items={items} />}
        {shape === 'week' && <Week items={items} />}
        {shape === 'month' && <Month items={items} />}
      </Dragging>
    </div>
  )
}

/** Gives items another day, by dragging and by keys. */
function usePlanning(shape: Shape) {
  const { actions, replica } = useAccountContext()
  const today = replica.today.value

  function date(moved: readonly PlacedItem[], zone: string) {
    const day = zone === TRAY ? null : zone
    const toMove = moved.filter(({ due, kind }) => due !== day && (day !== null || kind !== 'chore'))
    if (toMove.length) actions.update(toMove, { due: day })
  }
  function nudge(item: PlacedItem, arrow: ArrowKey): string | null {
    if (shape === 'agenda' && !arrow.match('Left|Right')) return null
    const days = DAYS_BY_ARROW[arrow]!
    const to = item.due && item.due >= today ? addDays(item.due, days) : days > 0 ? today : null
    if (!to || to < today) return null
    date([item], to)
    return `${item.title} is due ${formatLongDay(to)}.`
  }
  return { date, nudge }
}

/** The days that are shown, and how they are turned. */
function Head({ shape, choose }: { shape: Shape; choose: (shape: Shape) => void }) {
  const today = useAccountContext().replica.today.value
  const [address, go] = useSearchParam('day', today)
  const day = isDay(address) ? address : today
  const { first, last } = shape === 'month' ? weeksAround(day, today) : { first: day, last: addDays(day, 6) }
  const isTurned = shape === 'month' ? weeksAround(today, today).first !== first : day !== today
  const turn = (pages: number) => go(addDays(day, pages * (shape === 'month' ? PAGE_DAYS.month : PAGE_DAYS.week)))
  return (
    <ViewHead
      title="Upcoming"
      aside={shape === 'agenda' ? !isPhone.value && formatLongDay(today) : formatDays(first, last)}
      tools={
        <div class="upcoming-tools">
          {shape !== 'agenda' && (
            <>
              {isTurned && (
                <Button look="quiet" onClick={() => go(today)}>
                  Today
                </Button>
              )}
              <IconButton icon="left" label="Earlier" onClick={() => turn(-1)} />
              <IconButton icon="right" label="Later" onClick={() => turn(1)} />
            </>
          )}
          <Segments label="Shown as" value={shape} options={SHAPES} onChange={choose} />
        </div>
      }
    />
  )
}
