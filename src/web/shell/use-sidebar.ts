import { useEffect, useMemo, useState } from 'preact/hooks'
import { todayView } from '#domain/views.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { accounts, openAccount } from '#web/live/accounts.ts'
import { useKeptSearches } from '#web/live/use-kept-searches.ts'
import type { Counts } from '#web/ui/navigation.ts'
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

function useCounts(): Counts {
  const { replica, poolSize } = useAccountContext()
  const { state, today } = replica
  const { items, projects } = state.value
  return useMemo(() => {
    const active = [...items.values()].filter(
      ({ project }) => project === null || projects.get(project)?.status === 'active',
    )
    return {
      today: todayView(active, today.value).count,
      todos: poolSize('todos'),
      chores: poolSize('chores'),
      shopping: poolSize('shopping'),
      groceries: poolSize('groceries'),
    }
  }, [items, state.value, today.value])
}

/** What the sidebar shows of the open account. */
export function useSidebar() {
  const context = useAccountContext()
  const { connection, pending, me } = context.replica
  const isStuck = useLasting(pending.value.length > 0, WAITING_SHOWN_AFTER_MS)
  return {
    counts: useCounts(),
    searches: useKeptSearches(),
    projects: context.projects.value.filter(({ status }) => status === 'active'),
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
