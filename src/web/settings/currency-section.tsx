import { useMemo, useState } from 'preact/hooks'
import { isCurrency } from '#domain/currencies.ts'
import { currency, formatMoney } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'
import { Input } from '#web/ui/field.tsx'
import { Section } from '#web/ui/section.tsx'
import { toast } from '#web/ui/toast.tsx'

const SAMPLE = 49.9

/** In which currency the user's budgets are. */
export function CurrencySection() {
  const { replica } = useAccountContext()
  const { problem, run } = useBusy()
  const [typed, setTyped] = useState<string | null>(null)
  const names = useMemo(() => {
    const nameOf = new Intl.DisplayNames('en', { type: 'currency' })
    return Intl.supportedValuesOf('currency').map((code) => ({ code, name: nameOf.of(code) }))
  }, [])
  const isConnected = replica.connection.value === 'live'
  const text = typed ?? currency.value
  const code = text.trim().toUpperCase()
  const isWrong = typed !== null && text !== '' && !isCurrency(code)

  function save() {
    if (!isCurrency(code) || code === currency.value) return setTyped(null)
    run(async () => {
      await replica.track.me.update({ currency: code })
      toast({ text: `Amounts are now in ${code}; their numbers stay as they are` })
      setTyped(null)
    })
  }

  return (
    <Section title="Currency">
      <div class="card">
        <form
          class="setting block"
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <Input
            label="Your currency"
            list="currencies"
            value={text}
            disabled={!isConnected}
            autocomplete="off"
            spellcheck={false}
            problem={problem ?? (isWrong ? 'There is no currency of this code; try EUR or GBP.' : null)}
            hint={
              isConnected
                ? `Budgets look like ${formatMoney(SAMPLE)}.`
                : 'It can be changed when the connection is back.'
            }
            onInput={(event) => setTyped(event.currentTarget.value)}
            onFocus={(event) => event.currentTarget.select()}
            onBlur={save}
          />
          <datalist id="currencies">
            {names.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </datalist>
        </form>
      </div>
    </Section>
  )
}
