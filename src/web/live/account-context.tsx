import { computed, effect, type ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { DEFAULT_CURRENCY } from '#domain/currencies.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { poolOf } from '#domain/kinds.ts'
import type { Progress, Project } from '#domain/projects.ts'
import { compareByOrder } from '#domain/views.ts'
import { currency } from '#web/format/amounts.ts'
import type { Account } from './accounts.ts'
import { type Actions, createActions } from './actions.ts'
import type { Replica } from './replica/replica.ts'
import { countDoneBefore } from './replica/state.ts'
import type { UndoOffers } from './undoable-changes.ts'

/** The open account for every view: its replica, what is derived from that once for all, and the actions on it. */
export interface AccountContext {
  account: Account
  replica: Replica
  actions: Actions
  /** Open items of a pool (`todos`, `chores`, `shopping`, `groceries`, or a project's slug), in their order. */
  pool(name: string): PlacedItem[]
  /** How many they are. */
  poolSize(name: string): number
  /** Projects with how far they are, by slug. */
  projects: ReadonlySignal<readonly (Project & { progress: Progress; open: number })[]>
  /** The item of an id, provisional ones by their real id once it is known. */
  item(id: string): PlacedItem | undefined
  titleOfProject(slug: string): string | undefined
  titleOfFeature(id: string): string | undefined
}

const Context = createContext<AccountContext | null>(null)
export const AccountContextProvider = Context.Provider

export function useAccountContext(): AccountContext {
  return useContext(Context)!
}

export function createAccountContext(account: Account, replica: Replica, undoOffers: UndoOffers): AccountContext {
  const actions = createActions(replica, undoOffers)
  effect(() => void (currency.value = replica.me.value.currency || DEFAULT_CURRENCY))
  const pools = computed(() => {
    const byPool = new Map<string, PlacedItem[]>()
    for (const item of replica.state.value.items.values()) {
      if (!isOpen(item)) continue
      const name = poolOf(item.kind, item.project)
      const items = byPool.get(name)
      if (items) items.push(item)
      else byPool.set(name, [item])
    }
    return byPool
  })
  /** Sorted when they are shown: most are only counted. */
  const sortedPools = computed(() => (pools.value, new Map<string, PlacedItem[]>()))
  function pool(name: string): PlacedItem[] {
    const sorted = sortedPools.value.get(name) ?? pools.value.get(name)?.toSorted(compareByOrder) ?? []
    sortedPools.value.set(name, sorted)
    return sorted
  }
  const projects = computed(() => {
    const state = replica.state.value
    const { projects, items } = state
    const counted = new Map<string, Progress & { open: number }>()
    for (const slug of projects.keys()) {
      const done = countDoneBefore(state, slug)
      counted.set(slug, { done, total: done, estimate_left: 0, open: 0 })
    }
    for (const item of items.values()) {
      const count = item.project === null ? undefined : counted.get(item.project)
      if (!count || item.status === 'canceled') continue
      count.total++
      if (item.status === 'done') count.done++
      else {
        count.open++
        count.estimate_left += item.estimate ?? 0
      }
    }
    return [...projects.values()].map((project) => {
      const { open, ...progress } = counted.get(project.slug)!
      return { ...project, progress, open }
    })
  })
  return {
    account,
    replica,
    actions,
    pool,
    poolSize: (name) => pools.value.get(name)?.length ?? 0,
    projects,
    item: (id) => replica.state.value.items.get(replica.renamed.value.get(id) ?? id),
    titleOfProject: (slug) => replica.state.value.projects.get(slug)?.title,
    titleOfFeature: (id) => replica.state.value.features.get(id)?.title,
  }
}
