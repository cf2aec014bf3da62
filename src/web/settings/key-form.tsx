import { useEffect, useRef, useState } from 'preact/hooks'
import { ForeignAnswerError } from '#client/foreign-answer.ts'
import { TrackError } from '#domain/errors.ts'
import { withoutWrapping } from '#domain/typed-text.ts'
import { Button } from '#web/ui/button.tsx'
import { SecretInput } from '#web/ui/field.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { signIn } from '#web/live/accounts.ts'

interface Props {
  label: string
  button: string
  onEntered?: () => void
}

const PRINTABLE = /^[\x21-\x7e]+$/

function problemOf(error: unknown): string {
  const { code, details, message } = error instanceof TrackError ? error : new TrackError('internal', String(error))
  if (error instanceof ForeignAnswerError)
    return `A proxy or another server answered instead of Track (status ${error.status}). Reload to sign in there.`
  if (code === 'unauthenticated') return 'The server does not know this key.'
  if (code === 'rate_limited')
    return `Too many wrong keys came from here. Try again in ${formatCount(details.retryAfter ?? 60, 'second')}.`
  if (code === 'unavailable')
    return navigator.onLine
      ? 'The server cannot be reached. Try again in a moment.'
      : 'There is no network. The key can be checked once it is back.'
  return message
}

/** Asks for a key and checks it with the server; then its account is open. */
export function KeyForm({ label, button, onEntered }: Props) {
  const [key, setKey] = useState('')
  const [checking, setChecking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])

  async function check() {
    const text = withoutWrapping(key)
    if (checking) return
    if (!text) setProblem('Paste your key first.')
    else if (!PRINTABLE.test(text)) setProblem('This is no key: it has spaces or other signs in it.')
    else {
      setChecking(true)
      setProblem(null)
      try {
        await signIn(text)
        onEntered?.()
        return
      } catch (error) {
        setProblem(problemOf(error))
      }
      setChecking(false)
    }
    input.current?.focus()
  }

  return (
    <form
      class="key-form"
      onSubmit={(event) => {
        event.preventDefault()
        void check()
      }}
    >
      <SecretInput
        label={label}
        inputRef={input}
        value={key}
        readOnly={checking}
        problem={problem}
        placeholder="trk_…"
        name="track-key"
        onInput={(event) => setKey(event.currentTarget.value)}
      />
      <Button type="submit" look="strong" wide busy={checking}>
        {checking ? 'Checking with the server…' : button}
      </Button>
      <p class="unseen" role="status">
        {checking && 'Checking with the server…'}
      </p>
    </form>
  )
}
