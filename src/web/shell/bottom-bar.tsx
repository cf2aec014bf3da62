import { Link } from 'wouter-preact'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { LISTS, MORE } from '#web/ui/navigation.ts'
import { usePlace } from './use-place.ts'

interface TabProps {
  path: string
  title: string
  icon: IconName
  here: boolean
  /** What the title leaves open, for those who do not see the icon. */
  hint?: string
}

const Tab = ({ path, title, icon, here, hint }: TabProps) => (
  <Link href={path} class="tab" aria-current={here ? 'page' : undefined}>
    <Icon name={icon} size={22} />
    <span>
      {title}
      {hint && <span class="unseen">: {hint}</span>}
    </span>
  </Link>
)

/** A thumb's reach on a phone: two places, the plus, two more. */
export function BottomBar({ onAdd }: { onAdd: () => void }) {
  const { path, space } = usePlace()
  const isIn = (entries: readonly { path: string }[]) => entries.some((entry) => entry.path === path)
  const listed = path === '/lists' || space !== null || path.startsWith('/projects/') || isIn(LISTS.slice(1))
  return (
    <nav class="tabs" aria-label="Main">
      <Tab path="/today" title="Today" icon="sun" here={path === '/today'} />
      <Tab path="/lists" title="Lists" icon="list" here={listed} />
      <button type="button" class="tab-plus" aria-label="Add" onClick={onAdd}>
        <Icon name="plus" size={24} />
      </button>
      <Tab path="/search" title="Search" icon="search" here={path === '/search'} />
      <Tab path="/more" title="More" icon="more" here={path === '/more' || isIn(MORE)} hint="activity, settings" />
    </nav>
  )
}
