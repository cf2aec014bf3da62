import { useState } from 'preact/hooks'
import type { Change } from '#contract/types.ts'
import { daysBetween } from '#domain/dates.ts'
import { TextButton } from '#web/ui/button.tsx'
import { Section } from '#web/ui/section.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { formatAgo, formatLongDay } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'

const SHOWN_AT_FIRST = 5

/** The days on which a chore was done, newest first, and how far apart. */
export function Completions({ changes, id }: { changes: readonly Change[]; id: string }) {
  const { replica } = useAccountContext()
  const [showsAll, setShowsAll] = useState(false)
  const today = replica.today.value
  const days = new Set<string>()
  for (const { items, undone } of changes) {
    const difference = undone ? undefined : items?.find((one) => one.id === id)
    if (difference?.after?.last_done && difference.after.last_done !== difference.before?.last_done)
      days.add(difference.after.last_done)
  }
  const newest = [...days].toSorted((a, b) => (a < b ? 1 : -1))
  if (!newest.length) return null
  return (
    <Section title="Done on" count={newest.length}>
      <ul class="completions">
        {newest.slice(0, showsAll ? undefined : SHOWN_AT_FIRST).map((day, n) => {
          const before = newest[n + 1]
          return (
            <li key={day}>
              <span>
                {formatLongDay(day)}
                {day.slice(0, 4) !== today.slice(0, 4) && ` ${day.slice(0, 4)}`}
              </span>
              <small>
                {n === 0 ? formatAgo(day, today) : ''}
                {n === 0 && before ? ', ' : ''}
                {before ? `after ${formatCount(daysBetween(before, day), 'day')}` : ''}
              </small>
            </li>
          )
        })}
      </ul>
      {newest.length > SHOWN_AT_FIRST && !showsAll && (
        <TextButton onClick={() => setShowsAll(true)}>Show all {newest.length}</TextButton>
      )}
    </Section>
  )
}
