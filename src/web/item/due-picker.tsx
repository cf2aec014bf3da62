import { useState } from 'preact/hooks'
import type { Day } from '#domain/dates.ts'
import { dayOfTime, readDue } from '#domain/due-words.ts'
import type { TimeOfDay } from '#domain/times.ts'
import { Input } from '#web/ui/field.tsx'
import { MonthGrid } from '#web/ui/month-grid.tsx'
import { Button } from '#web/ui/button.tsx'
import { TimeInput } from '#web/ui/time-input.tsx'
import { formatLongDue } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { PickerSurface } from './picker-surface.tsx'
import { pickerTitle, type PickerProps, commonValue } from './picker-props.ts'
import { QuickDays } from './quick-days.tsx'
import { hasSeries, SeriesChoice, seriesProblem } from './series-choice.tsx'

const NEEDED = 'A chore always has a due date.'

/** A due date for one item or several: in words, at once, or from a month. */
export function DuePicker({ items, anchor, onClose }: PickerProps) {
  const context = useAccountContext()
  const { today, time } = { today: context.replica.today.value, time: context.replica.time.value }
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [series, setSeries] = useState(false)
  const chore = items.some(({ kind }) => kind === 'chore')
  const recurring = items.filter(hasSeries)
  const current = commonValue(items, ({ due }) => due)
  const currentAt = commonValue(items, ({ at }) => at) ?? null
  const [at, setAt] = useState<TimeOfDay | null>(currentAt)
  const reading = text.trim() ? readDue(text, { today, time }) : undefined

  function take(due: Day | null, typedAt?: TimeOfDay) {
    if (due === null && chore) return setProblem(NEEDED)
    const wrong = series && recurring.map((item) => seriesProblem(item, due)).find(Boolean)
    if (wrong) return setProblem(wrong)
    const newAt = typedAt ?? (at === currentAt ? undefined : at)
    context.actions.update(items, { due, ...(due && newAt !== undefined && { at: newAt }) }, series ? recurring : [])
    onClose()
  }
  /** The time alone: on the day that each is due, or on the next that has it. */
  function takeTime() {
    const [dated, undated] = [items.filter(({ due }) => due), items.filter(({ due }) => !due)]
    if (dated.length) context.actions.update(dated, { at })
    if (undated.length && at) context.actions.update(undated, { due: dayOfTime(at, { today, time }), at })
    onClose()
  }
  function submit(event: Event) {
    event.preventDefault()
    if (reading?.value) return take(reading.value.due, reading.value.at)
    if (reading) return setProblem(reading.problem)
    if (at === currentAt) onClose()
    else takeTime()
  }
  const hint = reading?.value
    ? formatLongDue(reading.value)
    : current
      ? `Now ${formatLongDue({ due: current, at: currentAt ?? undefined })}`
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
          placeholder="fri 3pm, in 2 weeks, jun 1, none"
          hint={hint}
          problem={problem}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setProblem(null)
          }}
        />
        {recurring.length > 0 && <SeriesChoice series={series} choose={setSeries} />}
        <QuickDays today={today} onPick={(day) => take(day)} none={!chore && current !== null} />
        <MonthGrid value={reading?.value?.due ?? current ?? null} today={today} onPick={(day) => take(day)} />
        <div class="picker-time">
          <TimeInput
            value={at ?? ''}
            onInput={(event) => setAt(event.currentTarget.value || null)}
            onClear={() => setAt(null)}
          />
          <Button type="submit">Set</Button>
        </div>
      </form>
    </PickerSurface>
  )
}
