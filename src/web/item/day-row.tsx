import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Day } from '#domain/dates.ts'
import { readDate, readPastDate } from '#domain/date-words.ts'
import type { ParseResult } from '#domain/typed-text.ts'
import { IconButton } from '#web/ui/button.tsx'
import { MonthGrid } from '#web/ui/month-grid.tsx'
import { Popover } from '#web/ui/popover.tsx'
import { formatDay, formatLongDay } from '#web/format/days.ts'
import { useFieldDraft } from './field-draft.ts'
import { DraftInput, FieldRow } from './field-row.tsx'
import { QuickDays } from './quick-days.tsx'

interface Props {
  label: string
  value: Day | null
  today: Day
  take: (day: Day | null) => void
  /** Beside the day: how late, which weekday. */
  note?: ComponentChildren
  late?: boolean
  /** Why it may not be taken away. */
  needed?: string
  /** Days after today are refused. */
  past?: boolean
  /** Why a day may not be picked; null where it may. */
  problemOf?: (day: Day | null) => string | null
  /** Shown while a day is picked. */
  choice?: ComponentChildren
}

/** As it can be typed again: with its year wherever the day alone would mean another. */
function typed(day: Day | null, today: Day, past = false): string {
  if (!day) return ''
  const words = formatDay(day, today)
  return !past && day < today && !words.endsWith(day.slice(0, 4)) ? `${words} ${day.slice(0, 4)}` : words
}

/** A day in words, or from a month. */
export function DayRow({ label, value, today, take, note, late, needed, past, problemOf, choice }: Props) {
  const read = (text: string): ParseResult<Day | null> => {
    const reading = text.trim() ? (past ? readPastDate : readDate)(text, today) : { value: null }
    if (reading.problem !== undefined) return reading
    if (reading.value === null && needed) return { problem: needed }
    return past && reading.value && reading.value > today
      ? { problem: `${formatDay(reading.value, today)} lies in the future` }
      : reading
  }
  const draft = useFieldDraft(typed(value, today, past), read, take)
  const [shown, show] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const button = useRef<HTMLSpanElement>(null)
  const closed = useRef(0)
  const reading = draft.dirty && draft.text.trim() ? read(draft.text) : undefined
  const hide = () => {
    closed.current = Date.now()
    show(false)
    requestAnimationFrame(() => button.current?.querySelector('button')?.focus())
  }
  const pick = (day: Day | null) => {
    const found = problemOf?.(day) ?? null
    setProblem(found)
    if (found !== null) return
    draft.cancel()
    hide()
    if (day !== value || choice) take(day)
  }
  return (
    <FieldRow label={label} problem={draft.problem} hint={reading?.value && formatLongDay(reading.value)}>
      {(wiring) => (
        <div class="item-line">
          <DraftInput
            draft={draft}
            autocapitalize="off"
            placeholder="None"
            {...wiring}
            onFocus={(event) => event.currentTarget.select()}
          />
          {note && !draft.dirty && <span class={`item-note ${late ? 'late' : ''}`}>{note}</span>}
          <span ref={button}>
            <IconButton
              icon="calendar"
              label={`${label}: pick a day`}
              aria-expanded={shown}
              onClick={() => (shown ? hide() : Date.now() - closed.current > 200 && show(true))}
            />
          </span>
          {shown && (
            <Popover from={button} side="end" onClose={hide} role="dialog" aria-label={label}>
              <div class="day-popover">
                {choice}
                {problem && (
                  <p class="day-wrong" role="alert">
                    {problem}
                  </p>
                )}
                {!past && <QuickDays today={today} onPick={pick} none={!needed && value !== null} />}
                <MonthGrid value={value} today={today} onPick={pick} takesFocus />
              </div>
            </Popover>
          )}
        </div>
      )}
    </FieldRow>
  )
}
