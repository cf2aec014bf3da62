import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Day } from '#domain/dates.ts'
import { readPastDate } from '#domain/date-words.ts'
import { type DueReading, readDue } from '#domain/due-words.ts'
import type { TimeOfDay } from '#domain/times.ts'
import type { ParseResult } from '#domain/typed-text.ts'
import { IconButton } from '#web/ui/button.tsx'
import { MonthGrid } from '#web/ui/month-grid.tsx'
import { Popover } from '#web/ui/popover.tsx'
import { formatDay, formatLongDue } from '#web/format/days.ts'
import { TimeInput } from '#web/ui/time-input.tsx'
import { fieldDraftKeys, useFieldDraft } from './field-draft.ts'
import { DraftInput, FieldRow } from './field-row.tsx'
import { QuickDays } from './quick-days.tsx'

interface Props {
  label: string
  value: Day | null
  today: Day
  /** What was typed, or a day that was picked: then `at` is undefined, and the time stays. */
  take: (day: Day | null, at?: TimeOfDay | null) => void
  /** Of a day that may have a time. */
  time?: { at: TimeOfDay | null; now: TimeOfDay; take: (at: TimeOfDay | null) => void }
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

function readPast(text: string, today: Day): ParseResult<DueReading> {
  const { value, problem } = readPastDate(text, today)
  if (problem !== undefined) return { problem }
  return value && value > today
    ? { problem: `${formatDay(value, today)} lies in the future` }
    : { value: { due: value } }
}

/** A day in words, or from a month, with its time where it may have one. */
export function DayRow({ label, value, today, take, time, note, late, needed, past, problemOf, choice }: Props) {
  const read = (text: string): ParseResult<DueReading> => {
    if (!text.trim()) return needed ? { problem: needed } : { value: { due: null } }
    const reading = past ? readPast(text, today) : readDue(text, { today, time: time?.now })
    return reading.value?.due === null && needed ? { problem: needed } : reading
  }
  const held = [typed(value, today, past), time?.at].filter(Boolean).join(' ')
  const draft = useFieldDraft(held, read, ({ due, at = null }) => take(due, at))
  const [shown, show] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const button = useRef<HTMLSpanElement>(null)
  const closed = useRef(0)
  const reading = draft.dirty && draft.text.trim() ? read(draft.text).value : undefined
  const hide = () => {
    closed.current = Date.now()
    show(false)
    requestAnimationFrame(() => {
      const isElsewhere = document.activeElement !== document.body // someone has gone on meanwhile
      if (!isElsewhere) button.current?.querySelector('button')?.focus()
    })
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
    <FieldRow label={label} problem={draft.problem} hint={reading?.due && formatLongDue(reading)}>
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
                {time && <TimeField at={time.at} take={time.take} />}
              </div>
            </Popover>
          )}
        </div>
      )}
    </FieldRow>
  )
}

/** Taken when it is left, since a picker tells of each of its parts. */
function TimeField({ at, take }: { at: TimeOfDay | null; take: (at: TimeOfDay | null) => void }) {
  const draft = useFieldDraft<TimeOfDay | null>(at ?? '', (text) => ({ value: text || null }), take)
  return (
    <TimeInput
      value={draft.text}
      onInput={(event) => draft.type(event.currentTarget.value)}
      onBlur={draft.commit}
      onKeyDown={fieldDraftKeys(draft)}
      onClear={() => {
        draft.cancel()
        take(null)
      }}
    />
  )
}
