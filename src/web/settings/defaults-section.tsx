import { useState } from 'preact/hooks'
import { type Pool, POOLS } from '#domain/kinds.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { Switch } from '#web/ui/field.tsx'
import { Section } from '#web/ui/section.tsx'
import { showError } from '#web/ui/toast.tsx'

interface Props {
  /** Its name. */
  space: string
  isConnected: boolean
}

/** What the user adds to a space where they name none. */
export function DefaultsSection({ space, isConnected }: Props) {
  const { session } = useAccountContext()
  const { defaults } = session.me.value
  const [chosen, setChosen] = useState<{ [Name in Pool]?: boolean }>({})

  async function choose(pool: Pool, isHere: boolean) {
    setChosen((before) => ({ ...before, [pool]: isHere }))
    try {
      await session.own.track.me.update({ defaults: { [pool]: isHere ? space : null } })
    } catch (error) {
      setChosen((before) => ({ ...before, [pool]: !isHere }))
      showError(error)
    }
  }
  return (
    <Section title="Added here">
      <div class="card">
        {POOLS.map((pool) => (
          <div class="setting" key={pool}>
            <div class="grows">
              <Switch
                label={capitalise(pool)}
                checked={chosen[pool] ?? defaults?.[pool] === space}
                disabled={!isConnected}
                onChange={(isHere) => void choose(pool, isHere)}
              />
            </div>
          </div>
        ))}
      </div>
      <p class="card-note">What you add of these goes to {space}, unless you choose another space.</p>
    </Section>
  )
}
