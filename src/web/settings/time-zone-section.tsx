import { useMemo, useState } from 'preact/hooks'
import { isZone, todayIn } from '#domain/dates.ts'
import { Button } from '#web/ui/button.tsx'
import { Input } from '#web/ui/field.tsx'
import { Section } from '#web/ui/section.tsx'
import { toast } from '#web/ui/toast.tsx'
import { formatLongDay, formatTime } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'

/** Where the user's days begin and end. */
export function TimeZoneSection() {
  const { replica } = useAccountContext()
  const { busy, problem, run } = useBusy()
  const zone = replica.me.value.timezone
  const [typed, setTyped] = useState<string | null>(null)
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((one) => one !== 'UTC')], [])
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const isConnected = replica.connection.value === 'live'
  const text = typed ?? zone
  const now = new Date()
  const present = `${formatLongDay(todayIn(zone, now))}, ${formatTime(now, zone)}`
  const wrong = text !== '' && !isZone(text.trim())

  function save(next: string) {
    const chosen = zones.find((one) => one.toLowerCase() === next.trim().toLowerCase()) ?? next.trim()
    if (!chosen || chosen === zone) return setTyped(null)
    if (!isZone(chosen)) return
    run(async () => {
      await replica.track.me.update({ timezone: chosen })
      toast({ text: `Days are now those of ${chosen.replaceAll('_', ' ')}` })
      setTyped(null)
    })
  }

  return (
    <Section title="Time zone">
      <div class="card">
        <form
          class="setting block"
          onSubmit={(event) => {
            event.preventDefault()
            save(text)
          }}
        >
          <Input
            label="Your time zone"
            icon="search"
            list="time-zones"
            value={text}
            disabled={!isConnected}
            autocomplete="off"
            spellcheck={false}
            problem={
              problem ??
              (typed !== null && wrong ? 'There is no time zone of this name; try a city, such as Berlin.' : null)
            }
            hint={
              isConnected
                ? `${present}. This is what “today” means, everywhere.`
                : 'It can be changed when the connection is back.'
            }
            onInput={(event) => {
              const next = event.currentTarget.value
              setTyped(next)
              // picked from the list, not typed letter by letter
              if (zones.includes(next) && !/^(insertText|delete)/.test(event.inputType ?? '')) save(next)
            }}
            onFocus={(event) => event.currentTarget.select()}
            onBlur={() => (wrong || text === '' ? setTyped(null) : save(text))}
          />
          <datalist id="time-zones">
            {zones.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
          {isZone(here) && here !== zone && isConnected && (
            <div>
              <Button
                busy={busy}
                onClick={() => save(here)}
              >{`Use ${here.replaceAll('_', ' ')}, as this device does`}</Button>
            </div>
          )}
        </form>
      </div>
    </Section>
  )
}
