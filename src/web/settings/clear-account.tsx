import { useLocation } from 'wouter-preact'
import { count } from '#web/ui/words.ts'
import { type Account, clear } from '../account/accounts.ts'
import { Confirm } from './confirm.tsx'

interface Props {
  account: Account
  /** Changes that would be lost; null when that is not known. */
  waiting: number | null
  onClose: () => void
}

export function ClearAccount({ account, waiting, onClose }: Props) {
  const [, go] = useLocation()
  const { name } = account.me
  async function act() {
    await clear(account)
    onClose()
    go('/today')
  }
  return (
    <Confirm title={`Clear ${name} from this browser?`} does={waiting ? 'Clear and lose them' : 'Clear'} danger act={act} onClose={onClose}>
      <p>The key and everything that this browser keeps of {name} are wiped. What the server has stays, and the key opens it again.</p>
      {waiting !== null && waiting > 0 && <p><strong>{count(waiting, 'change')} not sent yet would be lost.</strong> Connect first to keep them.</p>}
      {waiting === null && <p>Changes of {name} that were not sent yet would be lost.</p>}
    </Confirm>
  )
}
