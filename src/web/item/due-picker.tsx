import { useState } from 'preact/hooks'
import type { Day } from '#domain/dates.ts'
import { readDate } from '#domain/date-words.ts'
import { Input } from '#web/ui/field.tsx'
import { MonthGrid } from '#web/ui/month-grid.tsx'
import { formatLongDay } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { PickerSurface } from './picker-surface.tsx'
import { pickerTitle, type PickerProps, commonValue } from './picker-props.ts'
import { QuickDays } from './quick-days.tsx'
import { hasSeries, SeriesChoice, seriesProblem } from './series-choice.tsx'

const NEEDED = 'A chore always has a due date.'

/** A due date for one item or several: in words, at once, or from a month. */
export function DuePicker({ items, anchor, onClose }: PickerProps) {
  const context = useAccountContext()
  const today = context.replica.today.value
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [series, setSeries] = useState(false)
  const chore = items.some(({ kind }) => kind === 'chore')
  const recurring = items.filter(hasSeries)
  const current = commonValue(items, ({ due }) => due)
  const reading = text.trim() ? readDate(text, today) : undefined

  function take(due: Day | null) {
    if (due === null && chore) return setProblem(NEEDED)
    const wrong = series && recurring.map((item) => seriesProblem(item, due)).find(Boolean)
    if (wrong) return setProblem(wrong)
    context.actions.update(items, { due }, series ? recurring : [])
    onClose()
  }
  function submit(event: Event) {
    event.preventDefault()
    if (!reading) return onClose()
    if (reading.problem === undefined) take(reading.value)
    else setProblem(reading.problem)
  }
  const hint =
    reading?.problem === undefined && reading
      ? reading.value
        ? formatLongDay(reading.value)
        : 'No date'
      : current
        ? `Now ${formatLongDay(current)}`
        : ' '

  return (
    <PickerSurface title={pickerTitle('Due', items)} anchor={anchor} onClose={onClose}>
      <form class="picker" onSubmit={submit}>
        <Input
          label="Due"
          hideLabel
          autofocus
          autocomplete="off"
          autocapitalize="off"
          icon="calendar"
          placeholder="fri, in 2 weeks, jun 1, none"
          hint={hint}
          problem={problem}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setProblem(null)
          }}
        />
        {recurring.length > 0 && <SeriesChoice series={series} choose={setSeries} />}
        <QuickDays today={today} onPick={take} none={!chore && current !== null} />
        <MonthGrid value={(reading?.value ?? current) || null} today={today} onPick={take} />
      </form>
    </PickerSurface>
  )
}
