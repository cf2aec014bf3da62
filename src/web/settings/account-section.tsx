import { useState } from 'preact/hooks'
import { masked } from '#domain/keys.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Section } from '#web/ui/section.tsx'
import { type Account, accounts, openAccount } from '#web/live/accounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ClearAccount } from './clear-account.tsx'
import { KeyForm } from './key-form.tsx'

/** Whose key is open, and the others that this browser keeps. */
export function AccountSection() {
  const { account, replica } = useAccountContext()
  const [adding, setAdding] = useState(false)
  const [clearing, setClearing] = useState<Account | null>(null)
  const isOpen = ({ me }: Account) => me.id === account.me.id
  const all = [account, ...accounts.value.filter((one) => !isOpen(one))]
  return (
    <Section title="Account">
      <div class="card">
        {all.map((one) => (
          <div class="setting" key={one.me.id}>
            <div class="setting-text">
              <p class="setting-name">
                <span dir="auto">{one.me.name}</span>
                {isOpen(one) && <em class="here">In use</em>}
                <em>{(isOpen(one) ? replica.me.value : one.me).role === 'admin' ? 'Administrator' : 'Member'}</em>
              </p>
              <p class="setting-description">
                Key <code translate={false}>{masked(one.key)}</code>
              </p>
            </div>
            <div class="setting-tools">
              {!isOpen(one) && (
                <Button onClick={() => void openAccount(one)} aria-label={`Switch to ${one.me.name}`}>
                  Switch
                </Button>
              )}
              <Button
                look="quiet"
                onClick={() => setClearing(one)}
                aria-label={`Clear ${one.me.name} from this browser`}
              >
                Clear…
              </Button>
            </div>
          </div>
        ))}
        <div class="card-foot">
          <Button icon="plus" look="quiet" onClick={() => setAdding(true)}>
            Add another key
          </Button>
        </div>
      </div>
      {adding && (
        <Dialog title="Add another key" onClose={() => setAdding(false)}>
          <div class="fields">
            <p class="setting-description">
              Yours and the household’s, say: both stay in this browser, and you switch with one click.
            </p>
            <KeyForm label="Key" button="Add and open" onEntered={() => setAdding(false)} />
          </div>
        </Dialog>
      )}
      {clearing && <ClearAccount account={clearing} onClose={() => setClearing(null)} />}
    </Section>
  )
}
