import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { Empty } from '#web/ui/view-state.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { PendingList } from './pending-list.tsx'

/** What the server has not got yet, and what it refused. */
export function PendingDialog({ onClose }: { onClose: () => void }) {
  const { session } = useAccountContext()
  const rejected = session.rejected.value
  const pending = session.pending.value
  const isConnected = session.connection.value === 'live'
  return (
    <Dialog title="Waiting changes" onClose={onClose} shape="wide">
      {!pending.length && !rejected.length && (
        <Empty icon="check" title="Everything is saved">
          Nothing waits for the server.
        </Empty>
      )}
      <div class="waits">
        {pending.length > 0 && (
          <section>
            <h3>
              {formatCount(pending.length, 'change')} {pending.length === 1 ? 'waits' : 'wait'}
            </h3>
            <p class="waits-text">
              {isConnected
                ? 'On the way to the server.'
                : 'They are kept in this browser, and sent in order when the server can be reached.'}
            </p>
            <PendingList changes={pending} />
          </section>
        )}
        {rejected.length > 0 && (
          <section>
            <h3>Not accepted by the server</h3>
            <p class="waits-text">
              {rejected.length === 1 ? 'This change was' : 'These changes were'} set aside; the rest goes on. Make what
              you still want again, then dismiss it here.
            </p>
            <PendingList
              changes={rejected}
              why={(change) => capitalise(change.why)}
              tools={({ seq, description }) => (
                <Button onClick={() => session.dismiss(seq)} aria-label={`Dismiss ${description}`}>
                  Dismiss
                </Button>
              )}
            />
          </section>
        )}
      </div>
      <DialogFoot>
        {rejected.length > 1 && (
          <Button onClick={() => rejected.forEach(({ seq }) => session.dismiss(seq))}>Dismiss all</Button>
        )}
        <Button look="strong" onClick={onClose}>
          Close
        </Button>
      </DialogFoot>
    </Dialog>
  )
}
