import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { toast } from '#web/ui/toast.tsx'
import './settings.css'

interface Props {
  /** Of the space. */
  name: string
  onAnswered?: () => void
}

/** An invitation to a space, to be accepted or declined. */
export function Invitation({ name, onAnswered }: Props) {
  const { replica } = useAccountContext()
  const { busy, problem, run } = useBusy()
  const disabled = replica.connection.value !== 'live'

  async function join() {
    await replica.track.spaces.join({ name })
    toast({ text: `You are a member of ${name}` })
    onAnswered?.()
  }
  async function decline() {
    await replica.track.members.remove({ name, user: replica.me.value.name })
    toast({ text: `You declined the invitation to ${name}` })
    onAnswered?.()
  }

  return (
    <div class="setting invitation" role="group" aria-label={`Invitation to ${name}`}>
      <Icon name="users" />
      <div class="setting-text">
        <p class="setting-name">
          {name}
          <em class="here">Invitation</em>
        </p>
        <p class="setting-description">Its members see what you write there, never what is your own.</p>
        {problem && (
          <p class="wrong-line" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div class="setting-tools">
        <Button look="quiet" disabled={disabled || busy} onClick={() => run(decline)}>
          Decline
        </Button>
        <Button look="strong" disabled={disabled} busy={busy} onClick={() => run(join)}>
          Join
        </Button>
      </div>
    </div>
  )
}

/** The invitations that the user has not answered yet, above whatever they look at. */
export function Invitations() {
  const { session } = useAccountContext()
  const invited = session.me.value.spaces.filter(({ role }) => role === 'invited')
  return (
    <div class="card invitations">
      {invited.map(({ name }) => (
        <Invitation key={name} name={name} />
      ))}
    </div>
  )
}
