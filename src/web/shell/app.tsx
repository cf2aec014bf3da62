import { useEffect, useMemo } from 'preact/hooks'
import { Router } from 'wouter-preact'
import { BASE_PATH } from '#web/format/addresses.ts'
import { isOpening, type OpenedAccount, openedAccount, resumeAccount } from '#web/live/accounts.ts'
import { FirstVisit, KeyAgain } from '#web/views/first-visit.tsx'
import { createAccountContext, AccountContextProvider } from '#web/live/account-context.tsx'
import { changeToasts } from './change-toasts.ts'
import { Shell } from './shell.tsx'
import { watchForUpdates } from './update.ts'

const resuming = resumeAccount()

/** Nobody yet: the key. Somebody: everything. */
export const App = () => (
  <Router base={BASE_PATH}>
    <Account />
  </Router>
)

function Account() {
  useEffect(() => {
    void resuming
    if (import.meta.env.PROD) void watchForUpdates().catch(() => {})
  }, [])
  if (isOpening.value) return null
  if (!openedAccount.value) return <FirstVisit />
  const { account, session } = openedAccount.value
  return <OpenAccount key={`${account.me.id} ${account.key}`} account={account} session={session} />
}

function OpenAccount({ account, session }: OpenedAccount) {
  const context = useMemo(() => createAccountContext(account, session, changeToasts), [session])
  return (
    <AccountContextProvider value={context}>
      {session.connection.value === 'locked' ? <KeyAgain account={account} /> : <Shell />}
    </AccountContextProvider>
  )
}
