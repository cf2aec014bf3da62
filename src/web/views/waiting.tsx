import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { Empty } from '#web/ui/parts.tsx'
import { count, sentence } from '#web/ui/words.ts'
import { useLive } from '../app/live.tsx'
import './waiting.css'

const WHEN = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

/** What the server has not got yet, and what it refused. */
export function WaitingView({ onClose }: { onClose: () => void }) {
  const { replica } = useLive()
  const aside = replica.aside.value
  const waiting = replica.waiting.value
  const live = replica.connection.value === 'live'
  return (
    <Dialog title="Waiting changes" onClose={onClose} shape="wide">
      {!waiting && !aside.length && <Empty icon="check" title="Everything is saved">Nothing waits for the server.</Empty>}
      <div class="waits">
        {waiting > 0 && (
          <section>
            <h3>{count(waiting, 'change')} {waiting === 1 ? 'waits' : 'wait'}</h3>
            <p class="waits-says">{live ? 'On the way to the server.' : 'They are kept in this browser, and sent in order when the server can be reached.'}</p>
          </section>
        )}
        {aside.length > 0 && (
          <section>
            <h3>Not accepted by the server</h3>
            <p class="waits-says">{aside.length === 1 ? 'This change was' : 'These changes were'} set aside; the rest goes on. Make what you still want again, then dismiss it here.</p>
            <ul>
              {aside.map(({ seq, says, why, at }) => (
                <li key={seq}>
                  <div>
                    <span dir="auto">{says}</span>
                    <small class="why">{sentence(why)}</small>
                    <small>{WHEN.format(new Date(at))}</small>
                  </div>
                  <Button onClick={() => replica.dismiss(seq)} aria-label={`Dismiss ${says}`}>Dismiss</Button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <DialogFoot>
        {aside.length > 1 && <Button onClick={() => aside.forEach(({ seq }) => replica.dismiss(seq))}>Dismiss all</Button>}
        <Button look="strong" onClick={onClose}>Close</Button>
      </DialogFoot>
    </Dialog>
  )
}
