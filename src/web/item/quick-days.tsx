import { addDays, type Day, weekday } from '#domain/dates.ts'
import { shortWeekday } from '#domain/calendar-names.ts'
import { Button } from '#web/ui/button.tsx'
import { capitalise } from '#web/format/text.ts'
import './pickers.css'

interface Props {
  today: Day
  onPick: (day: Day | null) => void
  none?: boolean
}

/** The days that are meant most often. */
export function QuickDays({ today, onPick, none }: Props) {
  const days: [string, Day][] = [
    ['Today', today],
    ['Tomorrow', addDays(today, 1)],
    ['Next week', addDays(today, 8 - weekday(today))],
  ]
  return (
    <div class="quick-days">
      {days.map(([name, day]) => (
        <Button key={name} title={capitalise(shortWeekday(weekday(day)))} onClick={() => onPick(day)}>
          {name}
        </Button>
      ))}
      {none && (
        <Button look="quiet" onClick={() => onPick(null)}>
          No date
        </Button>
      )}
    </div>
  )
}
