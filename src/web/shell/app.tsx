import { useEffect } from 'preact/hooks'
import { isOpening, openedAccount, resumeAccount } from '#web/live/accounts.ts'
import { FirstVisit, KeyAgain } from '#web/views/first-visit.tsx'
import { createAccountContext, AccountContextProvider } from '#web/live/account-context.tsx'
import { changeToasts } from './change-toasts.ts'
import { Shell } from './shell.tsx'

const resuming = resumeAccount()

/** Nobody yet: the key. Somebody: everything. */
export function App() {
  useEffect(() => {
    void resuming
    if (import.meta.env.PROD) void navigator.serviceWorker?.register('/worker.js')
  }, [])
  if (isOpening.value) return null
  if (!openedAccount.value) return <FirstVisit />
  const { account, replica } = openedAccount.value
  return (
    <AccountContextProvider
      key={`${account.me.id} ${account.key}`}
      value={createAccountContext(account, replica, changeToasts)}
    >
      {replica.connection.value === 'locked' ? <KeyAgain account={account} /> : <Shell />}
    </AccountContextProvider>
  )
}
