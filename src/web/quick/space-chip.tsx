import { nameOfSpace, useAccountContext } from '#web/live/account-context.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Menu } from '#web/ui/menu.tsx'

/** The space that the line is added to, with the others to choose from. */
export function SpaceChip({ onChoose }: { onChoose: (space: string | null) => void }) {
  const { space: current, spaces } = useAccountContext()
  const entries = spaces.value.map(({ space }) => ({
    label: nameOfSpace(space),
    icon: space === null ? ('person' as const) : ('users' as const),
    checked: space === current,
    run: () => onChoose(space),
  }))
  return (
    <Menu
      label="Space"
      entries={entries}
      trigger={(props, ref) => (
        <button
          ref={ref}
          type="button"
          class="chip quick-space"
          aria-label={`Space: ${nameOfSpace(current)}`}
          {...props}
        >
          <Icon name={current === null ? 'person' : 'users'} />
          <span>{nameOfSpace(current)}</span>
          <Icon name="down" />
        </button>
      )}
    />
  )
}
