import { useState } from 'preact/hooks'
import { readJournal } from '#contract/journal.ts'
import { type Period, PERIODS, type Report, reportOf, startOf } from '#contract/report.ts'
import type { Space } from '#contract/types.ts'
import { todayIn } from '#domain/dates.ts'
import { formatCount, formatEstimate } from '#web/format/amounts.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useRequest } from '#web/live/use-request.ts'
import { Segments } from '#web/ui/field.tsx'
import { Initials } from '#web/ui/initials.tsx'
import { memberColour } from '#web/ui/kinds.ts'
import { Bar } from '#web/ui/progress.tsx'
import { Section } from '#web/ui/section.tsx'
import { RequestPlaceholder } from './request-placeholder.tsx'

const PERIOD_OPTIONS = PERIODS.map((value) => ({ value, label: capitalise(value) }))

/** Who did what in a space: completions by member, read from its journal. */
export function ReportSection({ space, isConnected }: { space: Space; isConnected: boolean }) {
  const { replica } = useAccountContext()
  const [period, setPeriod] = useState<Period>('week')
  const today = replica.today.value
  const request = useRequest(async () => {
    const zone = replica.me.value.timezone
    const dayOf = (instant: string) => todayIn(zone, new Date(instant))
    const since = startOf(period, today)
    const { changes } = await readJournal(replica.track, { since }, { dayOf }, { space: space.name })
    return reportOf(changes, 0, { period, today, dayOf })
  }, [isConnected, period, today, space.revision])

  return (
    <Section
      title="Who did what"
      tools={<Segments label="Period" value={period} options={PERIOD_OPTIONS} onChange={setPeriod} />}
    >
      <div class="card">
        <RequestPlaceholder
          request={request}
          isConnected={isConnected}
          offline="This shows when the connection is back."
          failed="The journal did not load"
        />
        {request.value && <Members report={request.value} space={space} />}
      </div>
      {request.value && <p class="card-note">{describeReport(request.value, period)}</p>}
    </Section>
  )
}

function Members({ report, space }: { report: Report; space: Space }) {
  const counts = new Map(report.members.map(({ name, done }) => [name, done]))
  for (const { name, role } of space.members) if (role !== 'invited' && !counts.has(name)) counts.set(name, 0)
  const most = Math.max(1, ...counts.values())
  return (
    <ul class="report" aria-label="Done by member">
      {[...counts].map(([name, done]) => (
        <li key={name}>
          <Initials name={name} size={26} />
          <span class="report-name">{name}</span>
          <Bar wide part={done / most} colour={memberColour(name)} />
          <b>
            {done.toLocaleString('en')}
            <span class="unseen"> done</span>
          </b>
        </li>
      ))}
    </ul>
  )
}

function describeReport({ done, chores, estimate }: Report, period: Period): string {
  if (!done) return `Nothing was done this ${period} yet.`
  const parts = [`${done.toLocaleString('en')} done this ${period}`]
  if (chores.done) parts.push(`${chores.in_time} of ${formatCount(chores.done, 'chore')} in time`)
  if (estimate) parts.push(`${formatEstimate(estimate)} of work`)
  return `${parts.join(', ')}.`
}
