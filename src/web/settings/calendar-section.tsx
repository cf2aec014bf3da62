import { useState } from 'preact/hooks'
import { Button } from '#web/ui/button.tsx'
import { Input, Segments } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Section } from '#web/ui/section.tsx'
import { toast } from '#web/ui/toast.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useRequest } from '#web/live/use-request.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { CopyButton } from './copy-button.tsx'
import { QrCode } from './qr-code.tsx'
import { RequestPlaceholder } from './request-placeholder.tsx'

/** As a call names them. */
const ALL_SPACES = '*'
const SCOPES = [
  { value: ALL_SPACES, label: 'All spaces' },
  { value: '', label: 'Your own' },
]

/** The address that a calendar subscribes to: of a shared space, or of the user's own and of all. */
export function CalendarSection({ space: shared }: { space?: string }) {
  const { replica, spaces } = useAccountContext()
  const hasScopes = shared === undefined && spaces.value.length > 1
  const [scope, setScope] = useState(ALL_SPACES)
  const space = shared ?? (hasScopes ? scope || undefined : undefined)
  const isConnected = replica.connection.value === 'live'
  const request = useRequest(() => replica.track.calendar.get({}, { space }), [isConnected, space])
  const { value } = request
  const [replacing, setReplacing] = useState(false)

  async function replace() {
    request.setValue(await replica.track.calendar.rotate({}, { space }))
    setReplacing(false)
    toast({ text: 'The old address has stopped' })
  }

  return (
    <Section
      title="Calendar"
      tools={hasScopes && <Segments label="Of which spaces" value={scope} options={SCOPES} onChange={setScope} />}
    >
      <div class="card">
        <RequestPlaceholder
          request={request}
          isConnected={isConnected}
          offline="The address shows when the connection is back."
          failed="The address did not load"
        />
        {value && (
          <>
            <div class="setting block">
              <div class="address">
                <Input
                  label="Address"
                  hideLabel
                  readOnly
                  value={value.https}
                  onFocus={(event) => event.currentTarget.select()}
                />
                <CopyButton text={value.https} name="the address" />
              </div>
              <p class="setting-description">
                {dueWhere(space)} shows in any calendar that subscribes to this address. Whoever has the address sees it
                too, so share it with care.
              </p>
              <div class="setting-tools">
                <a class="button" href={value.webcal}>
                  <Icon name="calendar" />
                  Subscribe on this device
                </a>
                <Button look="quiet" danger disabled={!isConnected} onClick={() => setReplacing(true)}>
                  Replace address…
                </Button>
              </div>
            </div>
            <div class="setting qr-beside">
              <QrCode text={value.webcal} label="The calendar address as a QR code" />
              <p>Point a phone’s camera at it to subscribe there.</p>
            </div>
          </>
        )}
      </div>
      {replacing && (
        <ConfirmDialog
          title="Replace the address?"
          action="Replace"
          danger
          act={replace}
          onClose={() => setReplacing(false)}
        >
          <p>The present address stops at once. Every calendar that uses it must subscribe again, to the new one.</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}

function dueWhere(space: string | undefined): string {
  if (space === ALL_SPACES) return 'Whatever has a due date in any of your spaces'
  return space === undefined ? 'Whatever has a due date' : `Whatever has a due date in ${space}`
}
