import { useLocation } from 'wouter-preact'
import { formatCount } from '#web/format/amounts.ts'
import { type Account, clearAccount, pendingChangesOf } from '#web/live/accounts.ts'
import { PendingList } from '#web/pending/pending-list.tsx'
import { useRequest } from '#web/live/use-request.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'

/** Asks before a key goes, with what would be lost. */
export function ClearAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const [, go] = useLocation()
  const { value: waiting } = useRequest(() => pendingChangesOf(account), [account])
  const { name } = account.me
  async function act() {
    await clearAccount(account)
    onClose()
    go('/today')
  }
  return (
    <ConfirmDialog
      title={`Clear ${name} from this browser?`}
      action={waiting?.length ? 'Clear and lose them' : 'Clear'}
      danger
      disabled={!waiting}
      act={act}
      onClose={onClose}
    >
      <p>
        The key and everything that this browser keeps of {name} are wiped. What the server has stays, and the key opens
        it again.
      </p>
      {waiting && waiting.length > 0 && (
        <>
          <p>
            <strong>{formatCount(waiting.length, 'change')} not sent yet would be lost.</strong> Connect first to keep
            them.
          </p>
          <PendingList changes={waiting} />
        </>
      )}
    </ConfirmDialog>
  )
}
