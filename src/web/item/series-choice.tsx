import type { Day } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { namesDays } from '#domain/occurrences.ts'
import { isNamedBy } from '#domain/schedules.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { Segments } from '#web/ui/field.tsx'

/** Whether a due date may mean one occurrence or the series: most chores count from the day on which they are done. */
export function hasSeries({ kind, every, due }: Item): boolean {
  return every !== null && due !== null && (kind !== 'chore' || namesDays(every))
}

/** Why a series cannot go on from a day, as a sentence; null when it can. */
export function seriesProblem({ every }: Item, day: Day | null): string | null {
  if (day === null) return 'A series needs a date to go on from.'
  return every === null || isNamedBy(every, day) ? null : `This day is none of “${everyPhrase(every)}”.`
}

interface Props {
  /** Whether the whole series is meant. */
  series: boolean
  choose: (series: boolean) => void
}

/** Postpones one occurrence, or moves the series. */
export function SeriesChoice({ series, choose }: Props) {
  return (
    <Segments
      label="What moves"
      value={series ? 'series' : 'once'}
      options={[
        { value: 'once', label: 'Just this time' },
        { value: 'series', label: 'From now on' },
      ]}
      onChange={(value) => choose(value === 'series')}
    />
  )
}
