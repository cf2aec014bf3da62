import { useEffect, useState } from 'preact/hooks'
import { type AccountContext, useAccountContext } from '#web/live/account-context.tsx'
import { accounts, openAccount } from '#web/live/accounts.ts'
import { useKeptSearches } from '#web/live/use-kept-searches.ts'
import type { SpaceEntry } from './side-lists.tsx'
import type { SidebarProps } from './sidebar.tsx'

/** Changes that are sent within this time are not shown as waiting. */
const WAITING_SHOWN_AFTER_MS = 800

/** Whether something has been so for at least `ms`. */
function useLasting(holds: boolean, ms: number): boolean {
  const [isLasting, setLasting] = useState(false)
  useEffect(() => {
    if (!holds) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), ms)
    return () => clearTimeout(timer)
  }, [holds])
  return isLasting
}

function spaceEntry({ space, poolSize, projects }: AccountContext): SpaceEntry {
  return {
    space,
    counts: {
      todos: poolSize('todos'),
      chores: poolSize('chores'),
      shopping: poolSize('shopping'),
      groceries: poolSize('groceries'),
    },
    projects: projects.value.filter(({ status }) => status === 'active'),
  }
}

/** What the sidebar shows of the open account. */
export function useSidebar() {
  const context = useAccountContext()
  const { connection, pending, me } = context.session
  const isStuck = useLasting(pending.value.length > 0, WAITING_SHOWN_AFTER_MS)
  return {
    today: context.todayView.value.count,
    spaces: context.spaces.value.map(spaceEntry),
    searches: useKeptSearches(),
    connection: connection.value === 'locked' ? 'offline' : connection.value,
    waiting: connection.value === 'live' && !isStuck ? 0 : pending.value.length,
    userName: me.value.name,
    accountMenu: accounts.value
      .filter(({ me: other }) => other.id !== me.value.id)
      .map((account) => ({
        label: `Switch to ${account.me.name}`,
        icon: 'person' as const,
        run: () => void openAccount(account),
      })),
  } satisfies Omit<SidebarProps, 'onAdd'>
}
