import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { toast } from '#web/ui/toast.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { type Account, accounts, openAccount, openedAccount } from '#web/live/accounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ClearAccount } from '#web/settings/clear-account.tsx'
import { NewKeyDialog } from '#web/settings/new-key-dialog.tsx'
import { KeyForm } from '#web/settings/key-form.tsx'
import '../settings/settings.css'
import './first-visit.css'

function SignInPage({
  title,
  description,
  except,
  children,
}: {
  title: string
  description: ComponentChildren
  except?: Account
  children: ComponentChildren
}) {
  const others = accounts.value.filter(({ me }) => me.id !== except?.me.id)
  return (
    <main class="gate" id="main">
      <div class="gate-inner">
        <span class="gate-mark" aria-hidden="true">
          <Icon name="tick" />
        </span>
        <div>
          <h1>{title}</h1>
          <p>{description}</p>
        </div>
        {children}
        {others.length > 0 && (
          <div class="gate-others">
            {others.map((account) => (
              <Button
                key={account.me.id}
                icon="person"
                wide
                onClick={() => void openAccount(account)}
              >{`Open ${account.me.name}`}</Button>
            ))}
          </div>
        )}
      </div>
    </main>
  )
}

/** Nobody is known here yet: asks for a key. */
export function FirstVisit() {
  return (
    <SignInPage title="Welcome to Track" description="Enter your key to open your lists.">
      <KeyForm label="Your key" button="Open" />
      <p class="gate-note">The key stays in this browser. Whoever runs this server can give you one.</p>
    </SignInPage>
  )
}

/** The key of the open account was replaced: asks for the new one, and keeps what waits until then. */
export function KeyAgain({ account }: { account: Account }) {
  const { session } = useAccountContext()
  const [clearing, setClearing] = useState(false)
  const { name, id } = account.me
  const waiting = session.pending.value.length

  function entered() {
    const now = openedAccount.value?.account.me
    if (!now || now.id === id) return
    const rest = waiting ? `What waits for ${name} is kept for the right key.` : `${name} still needs a new one.`
    toast({ text: `That is the key of ${now.name}. ${rest}` })
  }

  return (
    <SignInPage
      title="The key has changed"
      description={
        <>
          The server no longer knows the key of <strong>{name}</strong>. Enter the new one to go on.
        </>
      }
      except={account}
    >
      {waiting > 0 && (
        <p class="gate-kept">
          <Icon name="check" />
          <span>
            {formatCount(waiting, 'change')} {waiting === 1 ? 'waits' : 'wait'} here.{' '}
            {waiting === 1 ? 'It is' : 'They are'} kept, and sent once the new key is in.
          </span>
        </p>
      )}
      <KeyForm label={`New key of ${name}`} button="Go on" onEntered={entered} />
      <Button look="quiet" onClick={() => setClearing(true)}>{`Clear ${name} from this browser…`}</Button>
      {clearing && <ClearAccount account={account} onClose={() => setClearing(false)} />}
      <NewKeyDialog />
    </SignInPage>
  )
}
