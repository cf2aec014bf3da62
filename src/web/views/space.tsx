import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import type { Space } from '#contract/types.ts'
import { formatCount } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useRequest } from '#web/live/use-request.ts'
import { CalendarSection } from '#web/settings/calendar-section.tsx'
import { DefaultsSection } from '#web/settings/defaults-section.tsx'
import { MembersSection } from '#web/settings/members-section.tsx'
import { ReportSection } from '#web/settings/report-section.tsx'
import { RequestPlaceholder } from '#web/settings/request-placeholder.tsx'
import { LeaveSpace, RemoveSpace } from '#web/settings/space-dialogs.tsx'
import { Button } from '#web/ui/button.tsx'
import { Section } from '#web/ui/section.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import '../settings/settings.css'

/** A space that the user shares: its members, who did what, its calendar, and how to leave it. */
export function SpaceView({ name }: { name: string }) {
  const { replica } = useAccountContext()
  const isConnected = replica.connection.value === 'live'
  const request = useRequest(() => replica.track.spaces.get({ name }), [name, isConnected, replica.revision.value])
  const space = request.value
  return (
    <>
      <ViewHead
        title={name}
        aside="space"
        sum={
          <>
            {space && `${describeMembers(space)} · `}
            <Link href="/settings">All spaces</Link>
          </>
        }
      />
      <RequestPlaceholder
        request={request}
        isConnected={isConnected}
        offline="The space shows when the connection is back."
        failed="The space did not load"
      />
      {space && (
        <>
          <MembersSection space={space} isConnected={isConnected} onChanged={request.retry} />
          <ReportSection space={space} isConnected={isConnected} />
          <DefaultsSection space={name} isConnected={isConnected} />
          <CalendarSection space={name} />
          <LeavingSection space={space} isConnected={isConnected} />
        </>
      )}
    </>
  )
}

function describeMembers({ members }: Space): string {
  const invited = members.filter(({ role }) => role === 'invited').length
  const joined = formatCount(members.length - invited, 'member')
  return invited ? `${joined}, ${invited} invited` : joined
}

function LeavingSection({ space, isConnected }: { space: Space; isConnected: boolean }) {
  const [dialog, setDialog] = useState<'leave' | 'remove' | null>(null)
  const close = () => setDialog(null)
  return (
    <Section title="Leaving">
      <div class="card">
        <div class="setting">
          <div class="setting-text">
            <p class="setting-name">Leave this space</p>
            <p class="setting-description">What you wrote there stays.</p>
          </div>
          <Button danger disabled={!isConnected} onClick={() => setDialog('leave')}>
            Leave…
          </Button>
        </div>
        {space.role === 'owner' && (
          <div class="setting">
            <div class="setting-text">
              <p class="setting-name">Remove this space</p>
              <p class="setting-description">With all that it holds, for all members.</p>
            </div>
            <Button danger disabled={!isConnected} onClick={() => setDialog('remove')}>
              Remove…
            </Button>
          </div>
        )}
      </div>
      {dialog === 'leave' && <LeaveSpace space={space} onClose={close} />}
      {dialog === 'remove' && <RemoveSpace space={space} onClose={close} />}
    </Section>
  )
}
